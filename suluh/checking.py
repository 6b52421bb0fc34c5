"""Checking: whether everything is as it must be before anybody writes."""

from collections import Counter
from collections.abc import Iterator

import typer

import content
from bot.engine.check import check
from bot.flows import FLOWS
from bot.house import shipped_book
from content.shelf import Shelf
from content.sign_offs import load_sign_offs, unsigned
from helpline import editions as rules
from helpline.audit import Break, Entry, find_break
from helpline.directory import may_be_shown
from locales import Wording
from storage import alarms, audit, editions, processes
from storage.database import Database
from storage.sealing import Keyring
from storage.transaction import Transaction
from suluh.clock import SystemClock
from suluh.contents import warnings
from suluh.settings import Settings


async def verify_audit(settings: Settings, head: str) -> None:
    """Walk the audit's chain. Ends with 1 when it is broken, or no longer holds the head that was kept elsewhere."""
    database = await Database.open(settings.database, Keyring.load(settings.key_file, create=False))
    try:
        length, last, broken, kept = await database.read(walk_audit, int(head.partition(":")[0] or 0) if head else 0)
    finally:
        await database.close()
    if broken is not None:
        typer.echo(f"The audit is broken at entry {broken.number}; the {length} before it are whole.")
        raise typer.Exit(1)
    if head and kept != head.partition(":")[2]:
        typer.echo(f"The audit does not hold the entry {head.partition(':')[0]} that was kept elsewhere.")
        raise typer.Exit(1)
    typer.echo(f"The audit is whole: {length} entries. Keep its head elsewhere: {length}:{last}")


def walk_audit(tx: Transaction, kept: int) -> tuple[int, str, Break | None, str | None]:
    """How many entries hold, the last hash, the first break, and the hash of the entry `kept`."""
    found: list[str] = []

    def noticed() -> Iterator[tuple[Entry, str]]:
        for entry, hashed in audit.chain(tx):
            if entry.number == kept:
                found.append(hashed)
            yield entry, hashed

    length, last, broken = find_break(noticed())
    return length, last, broken, found[0] if found else None


def standing(tx: Transaction) -> list[str]:
    """Which processes live, and what is out of order."""
    roles = Counter(process.role for process in processes.living(tx))
    lines = [f"Running: {', '.join(f'{number} {role}' for role, number in sorted(roles.items()))}."] if roles else []
    return lines + [f"Alarm since {since:%Y-%m-%d %H:%M} UTC: {alarm.value}." for alarm, since in alarms.standing(tx).items()]


def edited(tx: Transaction, shelf: Shelf) -> list[str]:
    """What was published at the desk and needs somebody to look at it again."""
    published = editions.published(tx)
    shelf.catch_up(editions.version(tx), lambda: published)
    under = {key: rules.standing(editions.history(tx, key)) for key in published}
    newer = [key for key, one in under.items() if one and one.is_under(shelf.shipped_marks.get(key, ""))]
    lines = [f"Library: {len(published)} entries were changed at the desk."] if published else []
    lines += [f"Warning: {key} was published at the desk, and this version cannot show it." for key in shelf.refused]
    return lines + [f"Warning: {key} was changed at the desk; a newer text was shipped since." for key in newer]


async def check_all(settings: Settings) -> None:
    """Every check that needs no visitor; prints what was found. Ends with 1 on a fault."""
    typer.echo("Settings: good.")
    database = await Database.open(settings.database, Keyring.load(settings.key_file, create=False))
    loaded = content.load()
    shelf = Shelf(loaded)
    try:
        for line in [*await database.read(standing), *await database.read(edited, shelf)]:
            typer.echo(line)
    finally:
        await database.close()
    typer.echo(f"Database and key: good ({database.dialect}).")
    shown = [entry for entry in loaded.directory if may_be_shown(entry)]
    typer.echo(f"Content: {len(loaded.directory)} directory entries, {len(shown)} of them shown to contacts.")
    undated = sum(1 for entry in shown if entry.checked is None)
    typer.echo(f"Warning: {undated} of the shown entries have a source without a date; call them before you rely on them.")
    for warning in warnings(loaded.library, SystemClock().now().date()):
        typer.echo(warning)
    for warning in unsigned(load_sign_offs()):
        typer.echo(warning)
    faults = check(shipped_book(Wording.load(), shelf))
    for fault in faults:
        typer.echo(str(fault))
    typer.echo(f"Flows: {len(FLOWS)}, faults: {len(faults)}.")
    if faults:
        raise typer.Exit(1)
