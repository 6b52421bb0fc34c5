"""`make prove`: the kill campaign on both databases. `--kills 300` each; `--seed` repeats the same dice."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests import postgres
from tests.prove.kills import Plan, campaign


def prove(name: str, url: str, folder: Path, kills: int, seed: int) -> list[str]:
    """One campaign, with a bar; its faults."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(f"Kills on {name} (seed {seed})", total=kills)
        verdict = asyncio.run(campaign(Plan(url, folder, kills, seed), lambda done: progress.update(bar, completed=done)))
    print(f"{name}: seed {seed}: {verdict}", flush=True)
    return [f"{name}: {fault}" for fault in verdict.faults]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    faults = []
    with tempfile.TemporaryDirectory(prefix="suluh-prove-") as root:
        if asked.only != "postgresql":
            folder = Path(root) / "sqlite"
            folder.mkdir()
            faults += prove("SQLite", f"sqlite:///{folder / 'suluh.db'}", folder, asked.kills, asked.seed)
        if asked.only != "sqlite":
            folder = Path(root) / "postgresql"
            folder.mkdir()
            with postgres.server(postgres.root_of_run()) as server:
                postgres.run_statements(server, "DROP DATABASE IF EXISTS proof", "CREATE DATABASE proof")
                url = postgres.with_database(server, "proof")
                faults += prove("PostgreSQL, web and two workers", url, folder, asked.kills, asked.seed)
    for fault in faults:
        print(fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
