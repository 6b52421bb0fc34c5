"""The directory at the desk: every organisation with its numbers, their source, and since when they want to be checked again."""

from datetime import date, datetime, timedelta

from aiohttp import web

from console.pages import render
from console.premises import premises
from helpline.directory import Entry, may_be_shown

CHECK_AGAIN = timedelta(days=90)


async def show_directory(request: web.Request) -> web.Response:
    """All entries, or those of one country, or those in whose name a word stands."""
    house, country, word = premises(request), request.query.get("country", ""), request.query.get("word", "").strip()
    found = [entry for entry in house.directory if fits(entry, country, word)]
    return render(
        request,
        "directory.html",
        entries=found,
        countries=sorted({entry.country for entry in house.directory}),
        chosen=country,
        word=word,
        stale={entry.id for entry in found if is_stale(entry, house.clock.now())},
        shown={entry.id for entry in found if may_be_shown(entry)},
    )


def fits(entry: Entry, country: str, word: str) -> bool:
    text = f"{entry.name} {entry.purpose or ''}".casefold()
    return (not country or country == entry.country or country in entry.serves) and word.casefold() in text


def is_stale(entry: Entry, now: datetime) -> bool:
    """Whether its source is so old, or of so uncertain age, that somebody should call and ask."""
    if entry.checked is None:
        return True
    year, month = map(int, entry.checked.split("-"))
    return now.date() - date(year, month, 28) > CHECK_AGAIN
