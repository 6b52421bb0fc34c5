"""The directory at the desk: every organisation with its numbers, when they want to be checked again, and who called them."""

from datetime import date, datetime, timedelta

from aiohttp import web

from console.dossier import names
from console.pages import render
from console.premises import premises
from console.visit import visit_of
from helpline.directory import Entry, Heard, may_be_shown
from storage import number_checks
from storage.number_checks import NumberCheck
from storage.transaction import Transaction

CHECK_AGAIN = timedelta(days=90)
LONGEST_NOTE = 300


def read_checks(tx: Transaction) -> tuple[dict[str, NumberCheck], dict[str, str]]:
    return number_checks.latest(tx), names(tx)


async def show_directory(request: web.Request) -> web.Response:
    """All entries, those of one country, those in whose name a word stands, or those that want to be called again."""
    house, country, word = premises(request), request.query.get("country", ""), request.query.get("word", "").strip()
    checks, known = await house.database.read(read_checks)
    now = house.clock.now()
    stale = {entry.id for entry in house.directory if is_stale(entry, checks.get(entry.id), now)}
    only = request.query.get("stale") == "yes"
    found = [entry for entry in house.directory if fits(entry, country, word) and (not only or entry.id in stale)]
    return render(
        request,
        "directory.html",
        entries=found,
        countries=sorted({entry.country for entry in house.directory}),
        chosen=country,
        word=word,
        only_stale=only,
        stale=stale & {entry.id for entry in found},
        shown={entry.id for entry in found if may_be_shown(entry)},
        checks=checks,
        names=known,
        heard=list(Heard),
        longest=LONGEST_NOTE,
    )


async def keep_check(request: web.Request) -> web.Response:
    """Who called, and what they heard."""
    house, me, which = premises(request), visit_of(request).staff.id, request.match_info["id"]
    form = await request.post()
    heard, note = str(form.get("heard", "")), " ".join(str(form.get("note", "")).split())[:LONGEST_NOTE]
    if heard not in set(Heard) or all(entry.id != which for entry in house.directory):
        raise web.HTTPNotFound
    check = NumberCheck(house.clock.new_id(), which, me, house.clock.now(), Heard(heard), note)
    await house.database.write(number_checks.add, check)
    return web.Response(status=303, headers={"Location": f"{request.app.router['directory'].url_for()}#{which}"})


def fits(entry: Entry, country: str, word: str) -> bool:
    text = f"{entry.name} {entry.purpose or ''}".casefold()
    return (not country or country == entry.country or country in entry.serves) and word.casefold() in text


def is_stale(entry: Entry, check: NumberCheck | None, now: datetime) -> bool:
    """Whether somebody should call and ask: nobody did who was answered, and its source is old or of uncertain age."""
    if check is not None:
        return check.heard is not Heard.ANSWERED or now - check.at > CHECK_AGAIN
    if entry.checked is None:
        return True
    year, month = map(int, entry.checked.split("-"))
    return now.date() - date(year, month, 28) > CHECK_AGAIN
