"""`make prove`: every promise R1 to R28, one after another, each bounded in time; then one table.

`--size short` takes forty minutes, `full` a night; `--only R7,R8` runs some; `--seed` repeats the same dice.
"""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests import postgres
from tests.prove import cluster
from tests.prove.ground import Ground, Outcome, Size
from tests.prove.processes import NURSERY, nursery, start_nursery
from tests.prove.table import ROWS, Row

WIDTH = 190


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="rows with commas between, such as R1,R7")
    parser.add_argument("--size", type=Size, choices=list(Size), default=Size.FULL)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    asked = parser.parse_args()
    names = {name.strip().upper() for name in asked.only.split(",") if name.strip()}
    if unknown := names - {row.key for row in ROWS}:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    rows = [row for row in ROWS if not names or row.key in names]
    sys.exit(run_all(rows, asked.size, asked.seed))


def run_all(rows: list[Row], size: Size, seed: int) -> bool:
    """Each in a process of its own; whether any is red."""
    done: list[tuple[Row, Outcome, float]] = []
    with tempfile.TemporaryDirectory(prefix="suluh-prove-", ignore_cleanup_errors=True) as root:
        Path(root).chmod(0o755)  # PostgreSQL's own user passes here
        os.environ[NURSERY] = start_nursery()
        with postgres.server(Path(root) / "postgresql") as server:
            os.environ["TEST_DATABASE_URL"] = server
            for row in rows:
                begun = time.monotonic()
                folder = Path(root) / row.key
                folder.mkdir()
                outcome = asyncio.run(run_apart(row, size, seed, folder))
                done.append((row, outcome, time.monotonic() - begun))
                print(f"{row.key} {outcome.result} {done[-1][2]:.0f} s: {told(outcome)}", flush=True)
    print_table(done, size, seed)
    return any(outcome.faults for _row, outcome, _seconds in done)


async def run_apart(row: Row, size: Size, seed: int, folder: Path) -> Outcome:
    """In a group of processes that is ended as a whole when its time is over."""
    into, log = folder / "outcome.json", folder / "row.log"
    call = "tests.prove.__main__:run_here"
    child = nursery().make(call, row.key, size, str(seed), str(into), environment=os.environ, log=log, apart=True)
    try:
        await asyncio.wait_for(child.wait(), row.bound(size))
    except TimeoutError:
        return Outcome(faults=[f"not ended within {row.bound(size):.0f} s: {last_words(log)}"])
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
        cluster.sweep(child.pid)
    if into.exists():
        return Outcome(**json.loads(into.read_text()))
    return Outcome(faults=[f"broke: {last_words(log)}"])


def run_here(key: str, size: str, seed: str, into: str) -> None:
    """The body of a row's own process."""
    row = next(row for row in ROWS if row.key == key)
    ground = Ground(Size(size), int(seed), Path(into).parent, os.environ["TEST_DATABASE_URL"])
    Path(into).write_text(json.dumps(asdict(asyncio.run(row.procedure(ground)))))


def last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return " | ".join(lines[-3:])[-400:]


def told(outcome: Outcome) -> str:
    return " ".join(
        part for part in (outcome.told, *(f"FAULT {fault}" for fault in outcome.faults[:5]), outcome.unproven) if part
    )


def print_table(done: list[tuple[Row, Outcome, float]], size: Size, seed: int) -> None:
    table = Table(title=f"Promises R1 to R28, size {size}, seed {seed}", title_justify="left")
    for heading in ("row", "promise", "procedure", "seconds", "result", "measured"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "seconds" else "left")
    for row, outcome, seconds in done:
        table.add_row(row.key, row.promise, row.name, f"{seconds:.0f}", outcome.result, told(outcome))
    Console(width=WIDTH).print(table)


if __name__ == "__main__":
    main()
