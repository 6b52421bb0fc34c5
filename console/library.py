"""The library at the desk: all entries by kind, what is being worked on, what was shipped anew; one entry with its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from console import shown
from console.dossier import names
from console.entry_changes import differences
from console.pages import render
from console.premises import Premises, premises
from console.visit import visit_of
from content import Content
from content.entries import EntryKind, NoSuchEntry, Row, applied, may_be_withdrawn, parts, rows
from helpline import editions as rules
from helpline.editions import Change, Edition, EditionState
from storage import editions

CREATED = frozenset({EntryKind.LESSON, EntryKind.NUMBER})
"""Kinds of which new ones may be made at the desk."""


@dataclass(frozen=True)
class Shown:
    """One entry: the text that is shipped, the one contacts read now, and the one being worked on."""

    key: str
    kind: EntryKind
    name: str
    part: str
    shipped: Row | None
    row: Row | None
    history: Sequence[Edition]
    mark: str

    @property
    def open(self) -> Edition | None:
        newest = rules.latest(self.history)
        return newest if newest and newest.is_open else None

    @property
    def standing(self) -> Edition | None:
        return rules.standing(self.history)

    @property
    def is_newer(self) -> bool:
        """Whether a newer text was shipped under what was changed at the desk."""
        over = self.open or self.standing
        return over is not None and over.is_under(self.mark)

    def title(self, language: str) -> str:
        text = self.row or (self.open.row if self.open else None) or self.shipped or {}
        if self.part:
            return "" if self.name == "ALL" else shown.country(self.name, language)
        return str(text.get("title") or text.get("name") or self.name)


def shown_entry(house: Premises, key: str, history: Sequence[Edition]) -> Shown:
    """Raises 404 where no entry has, or could have, this key."""
    try:
        kind, name, part = parts(key)
    except NoSuchEntry:
        raise web.HTTPNotFound from None
    shelf = house.shelf
    row = dict(rows(shelf.now)).get(key)
    found = Shown(key, kind, name, part, shelf.shipped_rows.get(key), row, history, shelf.shipped_marks.get(key, ""))
    known_card = kind is EntryKind.CARD and name in shelf.library.rights
    if found.shipped is None and not history and not (kind in CREATED or known_card):
        raise web.HTTPNotFound
    return found


def outcome(house: Premises, entry: Shown, edition: Edition) -> Row | None:
    """What contacts would read once this edition is published."""
    return {Change.TEXT: edition.row, Change.SHIPPED: entry.shipped}.get(edition.change)


def changed(content: Content, key: str, row: Row | None) -> Content:
    """The content with this entry changed, for a preview; as it was where that cannot be."""
    try:
        return applied(content, key, row)
    except (NoSuchEntry, ValueError):
        return content


async def show_library(request: web.Request) -> web.Response:
    house, query = premises(request), request.query
    kind = query["kind"] if query.get("kind") in set(EntryKind) else EntryKind.LESSON
    word, language = query.get("word", "").strip()[:60], visit_of(request).language
    newest: Mapping[str, Sequence[Edition]] = await house.database.read(editions.newest)
    keys = dict.fromkeys([*house.shelf.shipped_rows, *newest])
    now = dict(rows(house.shelf.now))
    entries = [made(house, key, newest.get(key, ()), now.get(key)) for key in keys]
    fitting = [e for e in entries if e.kind == kind and word.casefold() in f"{e.title(language)} {e.key} {e.row}".casefold()]
    return render(
        request,
        "library.html",
        kinds=list(EntryKind),
        chosen=kind,
        word=word,
        language=language,
        waiting=[e for e in entries if e.open and e.open.state is EditionState.REVIEW],
        drafts=[e for e in entries if e.open and e.open.state is not EditionState.REVIEW],
        newer=[e for e in entries if e.is_newer],
        refused=[e for e in entries if e.key in house.shelf.refused],
        entries=fitting,
        created=CREATED,
    )


def made(house: Premises, key: str, history: Sequence[Edition], row: Row | None) -> Shown:
    kind, name, part = parts(key)
    return Shown(key, kind, name, part, house.shelf.shipped_rows.get(key), row, history, house.shelf.shipped_marks.get(key, ""))


async def show_entry(request: web.Request) -> web.Response:
    return await page(request)


async def page(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    """One entry: as contacts read it, what is open, and its history."""
    house, key = premises(request), request.match_info["id"]
    found, known = await house.database.read(lambda tx: (editions.history(tx, key), names(tx)))
    entry, now = shown_entry(house, key, found), house.clock.now()
    if entry.row is None and not found:
        raise web.HTTPNotFound
    opened = entry.open
    proposed = outcome(house, entry, opened) if opened else None
    me = visit_of(request).staff.id
    return render(
        request,
        "entry.html",
        status=status,
        problem=problem,
        entry=entry,
        title=entry.title(visit_of(request).language),
        now_read=house.preview(house.shelf.now, key, now) if entry.row else [],
        then_read=house.preview(changed(house.shelf.now, key, proposed), key, now) if proposed else [],
        changes=differences(entry.kind, entry.row, proposed) if opened else [],
        under=differences(entry.kind, entry.row, entry.shipped) if entry.is_newer else [],
        past={e.number: differences(entry.kind, entry.row, e.row) for e in found if e.change is Change.TEXT},
        english=[said["en"] for said in (entry.row or {}).get("statements", ()) if said["en"]],
        names=known,
        mine=me in rules.writers(found),
        may_go=may_be_withdrawn(key) and entry.row is not None,
        seen=found[0].number if found else 0,
    )
