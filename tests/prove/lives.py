"""Lives: many runs of the simulation; each holds what must hold, and each lived twice has the same ledger to the last bit."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring
from tests.prove.ground import Ground, Outcome
from tests.prove.simulation import Life, digest

STEPS = 120
ROOT = Path(__file__).parent.parent.parent


async def prove(ground: Ground) -> Outcome:
    """R25: every life in this process; some of them once more in interpreters of their own, with another order of hashes."""
    template, key = ground.place("template") / "suluh.db", ground.folder / "lives.key"
    keys = await migrate(f"sqlite:///{template}", key)
    lives, steps = ground.of(2, 20, 10_000), ground.of(60, STEPS, STEPS)
    faults, figures, virtual, digests = list[str](), Counter[str](), timedelta(), dict[int, str]()
    for number in range(lives):
        seed = ground.seed * 100_000 + number
        life, digests[seed] = await one(template, keys, seed, steps)
        begun = type(life.clock)().now()
        virtual += life.clock.now() - begun
        figures += life.figures
        faults += [f"life {seed}: {fault}" for fault in life.faults]
    again = list(digests)[: ground.of(1, 3, 50)]
    for seed in again:
        if ground.is_timed:
            second = elsewhere(template, key, seed, steps)
        else:
            _life, second = await one(template, keys, seed, steps)
        if second != digests[seed]:
            faults.append(f"life {seed}: lived again it left another ledger")
    told = f"{lives} lives, {figures.total()} things happened, {figures['deaths']} deaths, {virtual.days} virtual days"
    return Outcome(f"{told}; {len(again)} lived again with the same ledger, such as {digests[again[0]][:12]}", faults)


async def one(template: Path, keys: Keyring, seed: int, steps: int) -> tuple[Life, str]:
    """One life on a file of its own."""
    with tempfile.TemporaryDirectory(prefix="suluh-life-") as folder:
        path = shutil.copy(template, Path(folder) / "suluh.db")
        database = await Database.open(f"sqlite:///{path}", keys)
        try:
            life = await Life.begin(database, seed)
            await life.live(steps)
            return life, await database.read(digest)
        finally:
            await database.close()


def elsewhere(template: Path, key: Path, seed: int, steps: int) -> str:
    """The same life in a fresh interpreter whose sets and dicts are in another order."""
    command = (sys.executable, "-m", "tests.prove.lives", str(template), str(key), str(seed), str(steps))
    environment = os.environ | {"PYTHONHASHSEED": str(seed % 1000 + 1)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.split()[-1]


def main() -> None:
    """Live one life and print the digest of its ledger."""
    import asyncio

    template, key, seed, steps = sys.argv[1:]
    keys = Keyring.load(Path(key), create=False)
    _life, found = asyncio.run(one(Path(template), keys, int(seed), int(steps)))
    print(found)


if __name__ == "__main__":
    main()
