"""`python -m benchmarks.duress`: the delay of the bot's answer to the safe word beside that to ordinary words of the same length.

Both kinds alternate, in a shuffled order, with the worker that looks for the word running beside them. The two-sample
Kolmogorov-Smirnov test tells whether the two distributions of delays differ.
"""

import argparse
import asyncio
import math
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.checkins.safe_word import SafeWords
from storage import safe_words
from storage.database import Database
from storage.migrate import migrate
from storage.transaction import Transaction
from suluh.clock import SystemClock
from tests import postgres
from tests.house import Helpline, furnished
from tests.letterbox import Letterbox, conversation_at
from tests.turns.conftest import NotingWire

WORD, OTHER = "martabak jalan kenanga", "martabak jalan melatii"


def ks(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The greatest distance of the two distributions, and how likely it is by chance (asymptotic; Smirnov 1948)."""
    points = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    seen, distance = [0, 0], 0.0
    for _value, which in points:
        seen[which] += 1
        distance = max(distance, abs(seen[0] / len(one) - seen[1] / len(other)))
    reach = (math.sqrt(len(one) * len(other) / (len(one) + len(other))) + 0.12) * distance
    likely = 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * reach * reach) for k in range(1, 101))
    return distance, min(1.0, max(0.0, likely))


async def measure(name: str, url: str, folder: Path, count: int) -> str:
    database, clock = await Database.open(url, await migrate(url, folder / f"{name}.key")), SystemClock()
    box = Letterbox(Helpline.of(database, clock, NotingWire()))
    people = {kind: box.person(chat, "Siti") for kind, chat in (("word", 70_001), ("other", 70_002))}
    for person in people.values():
        await box.says(person, "halo", "menu")

        def agree(tx: Transaction, chat: str) -> None:
            safe_words.keep(tx, conversation_at(tx, chat)[0].contact.id, WORD)

        await database.write(agree, str(person.chat))
    looking = asyncio.create_task(look(SafeWords(database, clock, furnished())))
    delays: dict[str, list[float]] = {"word": [], "other": []}
    order = [kind for kind in delays for _ in range(count)]
    random.Random(1).shuffle(order)
    for kind in order:
        begin = time.perf_counter()
        await box.says(people[kind], f"tadi beli {WORD if kind == 'word' else OTHER} enak")
        delays[kind].append((time.perf_counter() - begin) * 1000)
    looking.cancel()
    await box.helpline.close()
    await database.close()
    distance, likely = ks(delays["word"], delays["other"])
    middle = {kind: statistics.median(found) for kind, found in delays.items()}
    return f"| {name} | {count:,} each | {middle['word']:.2f} ms | {middle['other']:.2f} ms | {distance:.3f} | {likely:.2f} |"


async def look(words: SafeWords) -> None:
    while True:
        await words.look()
        await asyncio.sleep(2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="suluh-bench-") as folder, postgres.server(Path(folder) / "server") as server:
        postgres.run_statements(server, "CREATE DATABASE duress")
        print("| | answers | safe word, median | ordinary, median | greatest distance | by chance |")
        print("|---|---|---|---|---|---|")
        print(asyncio.run(measure("SQLite", f"sqlite:///{folder}/suluh.db", Path(folder), asked.count)), flush=True)
        print(asyncio.run(measure("PostgreSQL", postgres.with_database(server, "duress"), Path(folder), asked.count)), flush=True)


if __name__ == "__main__":
    main()
