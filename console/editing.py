"""Editing: an entry is written by one member, read by a second, and published by that second one; or given back with a word."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from console import library
from console.entry_changes import differences
from console.entry_faults import faults
from console.entry_forms import fields_of, row_of, value_at
from console.faults import status_of
from console.library import Shown, changed, shown_entry
from console.pages import render
from console.premises import premises
from console.visit import visit_of
from content.entries import EntryKind, Row, canonical, mark, may_be_withdrawn
from helpline.editions import (
    CannotBeWithdrawn,
    Change,
    ChangedMeanwhile,
    Edition,
    EditionState,
    NeedsSecondPerson,
    NotInReview,
    check_decision,
    check_unchanged,
    latest,
)
from helpline.errors import HelplineError
from helpline.events import Event
from storage import editions, events
from storage.transaction import Transaction

LONGEST_NOTE = 500
CONFLICTS = (ChangedMeanwhile, NotInReview)
REFUSALS = (CannotBeWithdrawn, NeedsSecondPerson)


async def new_entry(request: web.Request) -> web.Response:
    """To the empty form of an entry that is not there yet."""
    kind, name = request.query.get("kind", ""), request.query.get("name", "").strip().lower().replace(" ", "_")
    if kind not in library.CREATED or not name or not all(c.isascii() and (c.isalnum() or c in "_-") for c in name):
        raise web.HTTPNotFound
    where = request.app.router["edit_entry"].url_for(id=f"{kind}/{name[:50]}")
    return web.Response(status=303, headers={"Location": str(where)})


async def show_form(request: web.Request) -> web.Response:
    """The form, filled with what is open, or with what contacts read, or (`from`) with an earlier edition."""
    house, key = premises(request), request.match_info["id"]
    history = await house.database.read(editions.history, key)
    entry = shown_entry(house, key, history)
    earlier = next((e for e in history if str(e.number) == request.query.get("from")), None)
    source = earlier or entry.open
    row = (source.row if source else None) or entry.row or entry.shipped or {}
    return form_page(request, entry, dict(row), history[0].number if history else 0)


def form_page(
    request: web.Request,
    entry: Shown,
    row: Row,
    seen: int,
    *,
    status: int = 200,
    problem: str | None = None,
    found: dict[str, tuple[str, dict[str, str]]] | None = None,
    read: list[str] | None = None,
    other: Row | None = None,
) -> web.Response:
    """The form with what was typed. `found`: its faults; `read`: the preview; `other`: what somebody else kept meanwhile."""
    fields = fields_of(entry.kind, row)
    return render(
        request,
        "entry_form.html",
        status=status,
        entry=entry,
        title=entry.title(visit_of(request).language),
        fields=fields,
        values={field.name: value_at(row, field.name) for field in fields},
        seen=seen,
        problem=problem,
        faults=found or {},
        read=read,
        theirs=differences(entry.kind, other, row) if other is not None else [],
        today=premises(request).clock.now().date(),
    )


async def save_entry(request: web.Request) -> web.Response:
    """Keep what was typed as a draft, put it before a second person, or only show it as a contact would read it."""
    house, key, form = premises(request), request.match_info["id"], await request.post()
    history = await house.database.read(editions.history, key)
    entry = shown_entry(house, key, history)
    seen = whole(form.get("seen"))
    row: dict[str, Any] = row_of(entry.kind, entry.name, form, all_fields(entry.kind, form))
    wrong = faults(entry.kind, row, house.clock.now().date())
    if wrong:
        return form_page(request, entry, row, seen, status=422, found=wrong)
    row = dict(canonical(entry.kind, row))
    if form.get("do") == "preview":
        read = house.preview(changed(house.shelf.now, key, row), key, house.clock.now())
        return form_page(request, entry, row, seen, read=list(read))
    state = EditionState.REVIEW if form.get("do") == "review" else EditionState.DRAFT
    try:
        await house.database.write(keep(request, key, seen, state, Change.TEXT, row))
    except ChangedMeanwhile as conflict:
        newer = await house.database.read(editions.history, key)
        entry = shown_entry(house, key, newer)
        theirs = next((e.row for e in newer if e.row is not None), None) or entry.row or {}
        return form_page(request, entry, row, newer[0].number, status=409, problem=conflict.sentence, other=theirs)
    return to_entry(request)


def all_fields(kind: EntryKind, form: Any) -> tuple[Any, ...]:
    """The fields that the form had, however many statements were added to it."""
    numbers = [int(name.split(".")[1]) for name in form if name.startswith("statements.") and name.split(".")[1].isdecimal()]
    count = min(max(numbers, default=-1) + 1, 40)
    return fields_of(kind, {"statements": [None] * count})


def keep(
    request: web.Request, key: str, seen: int, state: EditionState, change: Change, row: Row | None
) -> Callable[[Transaction], None]:
    """The work of keeping a new edition over the one that the writer has seen. It may raise ChangedMeanwhile."""
    house, me = premises(request), visit_of(request).staff.id
    shipped = mark(house.shelf.shipped_rows.get(key))

    def work(tx: Transaction) -> None:
        editions.lock(tx)
        history = editions.history(tx, key)
        check_unchanged(history, seen)
        newest = latest(history)
        number, now = (newest.number if newest else 0) + 1, house.clock.now()
        editions.add(tx, Edition(house.clock.new_id(), key, number, state, change, row, shipped, "", me, now))
        events.record(tx, Event.ENTRY_WRITTEN, at=now, actor=me, key=key, number=number, state=state.value, change=change.value)

    return work


async def change_entry(request: web.Request) -> web.Response:
    """Propose to withdraw an entry, or to go back to the shipped one; a second person decides on that too."""
    house, key, form = premises(request), request.match_info["id"], await request.post()
    shown_entry(house, key, await house.database.read(editions.history, key))
    change = Change.WITHDRAWN if form.get("change") == "withdrawn" else Change.SHIPPED
    if change is Change.WITHDRAWN and not may_be_withdrawn(key):
        return await refused(request, CannotBeWithdrawn())
    return await done(request, keep(request, key, whole(form.get("seen")), EditionState.REVIEW, change, None))


async def forward_entry(request: web.Request) -> web.Response:
    """Put an open edition before a second person."""
    number = whole((await request.post()).get("number"))

    def work(tx: Transaction) -> None:
        editions.lock(tx)
        newest = latest(editions.history(tx, request.match_info["id"]))
        if newest is None or newest.number != number or newest.state not in (EditionState.DRAFT, EditionState.RETURNED):
            raise ChangedMeanwhile
        editions.ask_for_review(tx, newest)

    return await done(request, work)


async def decide_entry(request: web.Request) -> web.Response:
    """Publish what a colleague has written, or give it back with a word."""
    house, me, key, form = premises(request), visit_of(request).staff.id, request.match_info["id"], await request.post()
    publish, number = form.get("decision") == "publish", whole(form.get("number"))
    note = str(form.get("note", "")).strip()[:LONGEST_NOTE]

    def work(tx: Transaction) -> None:
        editions.lock(tx)
        edition, now = check_decision(editions.history(tx, key), number, me, publish=publish), house.clock.now()
        version = editions.decide(tx, edition, publish=publish, by=me, at=now, note=note)
        event = Event.LIBRARY_CHANGED if publish else Event.ENTRY_RETURNED
        events.record(tx, event, at=now, actor=me, key=key, number=number, version=version)

    return await done(request, work)


def whole(given: Any) -> int:
    """The number of an edition as a form gives it; 0, which none has, for anything else."""
    return int(str(given)) if str(given).isdecimal() and len(str(given)) < 9 else 0


async def done(request: web.Request, work: Any) -> web.Response:
    try:
        await premises(request).database.write(work)
    except HelplineError as refusal:
        return await refused(request, refusal)
    return to_entry(request)


async def refused(request: web.Request, refusal: HelplineError) -> web.Response:
    status = 409 if isinstance(refusal, CONFLICTS) else 422 if isinstance(refusal, REFUSALS) else status_of(refusal)
    return await library.page(request, status, refusal.sentence)


def to_entry(request: web.Request) -> web.Response:
    where = request.app.router["entry"].url_for(id=request.match_info["id"])
    return web.Response(status=303, headers={"Location": str(where)})
