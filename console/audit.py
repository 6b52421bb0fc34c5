"""The audit's page: what the staff did and read, the newest first."""

from collections.abc import Sequence

from aiohttp import web

from console.dossier import names
from console.pages import render
from console.premises import premises
from helpline.audit import Entry
from storage import audit
from storage.transaction import Transaction


def read_entries(tx: Transaction, before: int | None, who: str | None) -> tuple[Sequence[Entry], dict[str, str]]:
    return audit.latest(tx, before=before, actor=who), names(tx)


async def show_audit(request: web.Request) -> web.Response:
    """A page of entries; `before` a number and by `who`, as the address asks."""
    given, who = request.query.get("before", ""), request.query.get("who", "")
    before = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None
    entries, known = await premises(request).database.read(read_entries, before, who or None)
    return render(request, "audit.html", entries=entries, names=known, who=who)
