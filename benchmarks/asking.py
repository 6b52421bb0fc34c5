"""`python -m benchmarks.asking`: does a question find its card, beside SQLite's and PostgreSQL's own full text in the same run.

The sets are `asked/asked_*.csv`: question, country of who asks, card (empty where none answers). `asked_a` was looked at while
the search was made; `asked_blind` was written by another hand from the list of cards alone, and nothing was changed after it.
The databases search the texts of the cards, and, in rows of their own, the texts together with all our wordings. They show three
cards always; Suluh shows three where the first is sure, asks whether it is one of three where it is half sure, else none.
"""

import asyncio
import csv
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

import content
from bot.cards import Reader
from bot.house import House
from bot.teaching.asked_cards import told
from content.asking import Asking, Certainty
from content.subjects import cards, title
from content.wordings import load_wordings
from helpline.contacts import Contact
from helpline.questions import usual
from tests import postgres

HEAD = """
Of the questions with a card: `first right`, its card is shown, not only asked about; `in three`, its card is among
the three that are shown or asked about; `asked about`, there is a list only. Of those that no card answers: `silent`,
neither a card nor a list; `no card`, no card is shown, perhaps a list.

| search | first right | in three | asked about | silent | no card | p50 µs | p99 µs |
|---|---|---|---|---|---|---|---|"""
SETS = Path(__file__).parent / "asked"


@dataclass(frozen=True)
class Asked:
    """One question of a set, with the card it should find; None where no card answers."""

    question: str
    country: str | None
    card: str | None


@dataclass(frozen=True)
class Found:
    """What a search gave: cards, the likeliest first; none where it stays silent. Not `sure`: it only asks about them."""

    cards: tuple[str, ...]
    sure: bool
    seconds: float


Search = Callable[[Asked], Awaitable[Found]]


def read(path: Path) -> list[Asked]:
    with path.open(encoding="utf-8", newline="") as rows:
        return [Asked(row["question"], row["country"] or None, row["card"] or None) for row in csv.DictReader(rows)]


def documents(loaded: content.Content, asking: Asking, wordings: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """What the databases' own search is given: for every subject its title, what its general card tells, and `wordings`."""
    house = House.furnished()
    reader = Reader(Contact("asked", "benchmark", "Melati", "id", None, None), None, 0)
    rows = []
    for id, subject in loaded.subjects.items():
        card = asking.card_of(id, None, None)
        text = "\n".join(told(house, reader, card)) if card else ""
        rows.append((id, " ".join([title(subject, loaded.library), text, *wordings.get(id, ())])))
    return rows


def cards_of(asking: Asking, asked: Asked, subjects: Iterable[str]) -> tuple[str, ...]:
    """The cards of subjects that another search found, for the same country or language as ours would take."""
    words = usual(asked.question)
    country = asking.finder.places.country_in(words, asked.country) or asked.country
    language = asking.finder.places.language_in(words)
    return tuple(card for id in subjects if (card := asking.card_of(id, country, language)))


def ours(asking: Asking) -> Search:
    async def search(asked: Asked) -> Found:
        begin = time.process_time()
        answer = asking.ask(asked.question, asked.country)
        cards = () if answer.certainty is Certainty.UNKNOWN else answer.cards
        return Found(cards, answer.certainty is Certainty.SURE, time.process_time() - begin)

    return search


def sqlite(asking: Asking, rows: list[tuple[str, str]]) -> Search:
    """FTS5 with bm25, any of the words; silent where no word is found."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(id UNINDEXED, body)")
    connection.executemany("INSERT INTO found VALUES (?, ?)", rows)

    async def search(asked: Asked) -> Found:
        begin = time.perf_counter()
        wanted = " OR ".join(f'"{word}"' for word in usual(asked.question))
        order = "SELECT id FROM found WHERE found MATCH ? ORDER BY bm25(found) LIMIT 3"
        ids = [row[0] for row in connection.execute(order, (wanted,))] if wanted else []
        return Found(cards_of(asking, asked, ids), True, time.perf_counter() - begin)

    return search


async def postgresql(asking: Asking, rows: list[tuple[str, str]], connection: asyncpg.Connection) -> Search:
    """Full text with the Indonesian dictionary and ts_rank_cd, any of the words."""
    await connection.execute("CREATE TEMP TABLE found (id text, body tsvector)")
    await connection.executemany("INSERT INTO found VALUES ($1, to_tsvector('indonesian', $2))", rows)
    await connection.execute("CREATE INDEX ON found USING gin (body)")
    wanted = "SELECT replace(plainto_tsquery('indonesian', $1)::text, '&', '|')::tsquery AS q"
    order = f"SELECT id FROM found, ({wanted}) AS w WHERE body @@ q ORDER BY ts_rank_cd(body, q, 1) DESC LIMIT 3"  # noqa: S608

    async def search(asked: Asked) -> Found:
        begin = time.perf_counter()
        ids = [row["id"] for row in await connection.fetch(order, " ".join(usual(asked.question)))]
        return Found(cards_of(asking, asked, ids), True, time.perf_counter() - begin)

    return search


async def measured(name: str, search: Search, asked: list[Asked]) -> str:
    """One row, as HEAD explains it."""
    found = [(one, await search(one)) for one in asked]
    known = [(one.card, each) for one, each in found if one.card]
    none = [each for one, each in found if not one.card]
    first = sum(each.sure and each.cards[:1] == (card,) for card, each in known) / len(known)
    three = sum(card in each.cards for card, each in known) / len(known)
    about = sum(bool(each.cards) and not each.sure for _card, each in known) / len(known)
    silent = sum(not each.cards for each in none) / max(1, len(none))
    no_card = sum(not (each.cards and each.sure) for each in none) / max(1, len(none))
    times = sorted(each.seconds * 1e6 for _one, each in found)
    speed = f"{statistics.median(times):.0f} | {times[int(len(times) * 0.99)]:.0f}"
    return f"| {name} | {first:.1%} | {three:.1%} | {about:.1%} | {silent:.1%} | {no_card:.1%} | {speed} |"


async def main() -> None:
    loaded = content.load()
    asking = Asking(loaded.finder, loaded.library, loaded.subjects)
    ids = {card.id for card in cards(loaded.subjects, loaded.library)}
    alone, worded = documents(loaded, asking, {}), documents(loaded, asking, load_wordings().by_subject)
    with tempfile.TemporaryDirectory() as folder, postgres.server(Path(folder) / "postgres") as url:
        connections = [await asyncpg.connect(url) for _each in range(2)]
        searches = {
            "Suluh": ours(asking),
            "SQLite FTS5, cards": sqlite(asking, alone),
            "SQLite FTS5, cards and wordings": sqlite(asking, worded),
            "PostgreSQL, cards": await postgresql(asking, alone, connections[0]),
            "PostgreSQL, cards and wordings": await postgresql(asking, worded, connections[1]),
        }
        for path in sorted(SETS.glob("asked_*.csv")):
            asked = read(path)
            strange = sorted({one.card for one in asked if one.card and one.card not in ids})
            without = sum(one.card is None for one in asked)
            print(
                f"\n{path.stem}: {len(asked)} questions, {without} without a card."
                + (f" No such card: {strange}." * bool(strange))
            )
            print(HEAD)
            for name, search in searches.items():
                print(await measured(name, search, asked))
        for connection in connections:
            await connection.close()


if __name__ == "__main__":
    asyncio.run(main())
