"""`make prove`: kills, races and silences on both databases, and the calendar of the check-ins in every time zone.

`--kills 300`, `--races 1000`, `--days 10000` and `--plans 100000` say how long; `--seed` repeats the same dice.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from storage.database import Database
from storage.migrate import migrate
from tests import postgres
from tests.prove import calendar, races, silence
from tests.prove.kills import Plan, campaign
from tests.prove.races import Outcome

CAMPAIGNS = ("kills", "races", "silences")
CONTACTS = 100
"""How many contacts share the virtual days."""


def prove(name: str, url: str, folder: Path, kills: int, seed: int) -> list[str]:
    """One campaign, with a bar; its faults."""
    with progress() as shown:
        bar = shown.add_task(f"Kills on {name} (seed {seed})", total=kills)
        verdict = asyncio.run(campaign(Plan(url, folder, kills, seed), lambda done: shown.update(bar, completed=done)))
    print(f"{name}: seed {seed}: {verdict}", flush=True)
    return [f"{name}: {fault}" for fault in verdict.faults]


def race(name: str, url: str, folder: Path, count: int) -> list[str]:
    """The races, with a bar; their faults."""

    async def run(told: Callable[[int], None]) -> Outcome:
        database = await Database.open(url, await migrate(url, folder / "suluh.key"))
        try:
            return await races.campaign(database, count, told)
        finally:
            await database.close()

    with progress() as shown:
        bar = shown.add_task(f"Races on {name}", total=count)
        outcome = asyncio.run(run(lambda done: shown.update(bar, completed=done)))
    print(f"{name}: {outcome}", flush=True)
    return [f"{name}: {fault}" for fault in outcome.faults]


def keep_silent(name: str, url: str, folder: Path, days: int, seed: int) -> list[str]:
    """Contacts who answer or do not, while workers die; the faults."""

    async def run() -> silence.Verdict:
        database = await Database.open(url, await migrate(url, folder / "suluh.key"))
        try:
            return await silence.campaign(database, CONTACTS, days // CONTACTS, seed)
        finally:
            await database.close()

    verdict = asyncio.run(run())
    print(f"{name}: seed {seed}: {verdict}", flush=True)
    return [f"{name}: {fault}" for fault in verdict.faults]


def go_through_the_calendar(plans: int, seed: int) -> list[str]:
    with progress() as shown:
        bar = shown.add_task(f"Calendar (seed {seed})", total=plans)
        verdict = calendar.campaign(plans, seed, told=lambda done: shown.update(bar, completed=done))
    print(f"Calendar: seed {seed}: {verdict}", flush=True)
    return verdict.faults


def progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def on_sqlite(root: Path, asked: argparse.Namespace) -> list[str]:
    """Each campaign on a file of its own."""
    faults = []
    for name in CAMPAIGNS:
        (root / name).mkdir()
        url = f"sqlite:///{root / name / 'suluh.db'}"
        if name == "kills" and asked.kills:
            faults += prove("SQLite", url, root / name, asked.kills, asked.seed)
        if name == "races" and asked.races:
            faults += race("SQLite", url, root / name, asked.races)
        if name == "silences" and asked.days:
            faults += keep_silent("SQLite", url, root / name, asked.days, asked.seed)
    return faults


def on_postgresql(root: Path, asked: argparse.Namespace, server: str) -> list[str]:
    """Each campaign on a database of its own."""
    faults = []
    for name in CAMPAIGNS:
        folder = root / f"postgresql-{name}"
        folder.mkdir()
        postgres.run_statements(server, f"DROP DATABASE IF EXISTS proof_{name}", f"CREATE DATABASE proof_{name}")
        url = postgres.with_database(server, f"proof_{name}")
        if name == "kills" and asked.kills:
            faults += prove("PostgreSQL, web and two workers", url, folder, asked.kills, asked.seed)
        if name == "races" and asked.races:
            faults += race("PostgreSQL", url, folder, asked.races)
        if name == "silences" and asked.days:
            faults += keep_silent("PostgreSQL", url, folder, asked.days, asked.seed)
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--days", type=int, default=10_000)
    parser.add_argument("--plans", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    faults = go_through_the_calendar(asked.plans, asked.seed) if asked.plans else []
    with tempfile.TemporaryDirectory(prefix="suluh-prove-") as root:
        if asked.only != "postgresql":
            faults += on_sqlite(Path(root), asked)
        if asked.only != "sqlite":
            with postgres.server(postgres.root_of_run()) as server:
                faults += on_postgresql(Path(root), asked, server)
    for fault in faults:
        print(fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
