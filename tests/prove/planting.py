"""Planting: a copy of the code with one bug in it, judged by the tests that must find it; the code as it is must pass them."""

import asyncio
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.prove.ground import Ground, Outcome
from tests.prove.mutants import MUTANTS, RULES, Mutant

ROOT = Path(__file__).parent.parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache", "docs", "danger_training", "benchmarks")
FAILED = 1
"""pytest's word for tests that ran and failed; all else is trouble of the judge's own."""
QUICK = (RULES, "tests/prove/test_seals.py", "tests/storage/test_away.py")
"""Judges that need no database; a smoke plants one bug of theirs."""
PATIENCE = 400
AT_ONCE = 2


async def prove(ground: Ground) -> Outcome:
    """R26."""
    quick = [mutant for mutant in MUTANTS if mutant.judge in QUICK]
    chosen = list(MUTANTS) if ground.is_timed else ground.dice().sample(quick, 1)
    stale = [m.name for m in MUTANTS if (ROOT / m.file).read_text().count(m.old) != 1]
    if stale:
        return Outcome(faults=[f"no longer in the code: {', '.join(stale)}"])
    if ground.is_timed:
        judges = sorted({part for mutant in chosen for part in mutant.judge.split()})
        code, said = await asyncio.to_thread(judged, planted(ground, None, 0), judges, ground)
        if code:
            return Outcome(faults=[f"the code without a bug fails: {said}"])
    with ThreadPoolExecutor(AT_ONCE) as threads:
        codes = list(threads.map(lambda pair: try_one(ground, *pair), enumerate(chosen, 1)))
    caught = sum(code == FAILED for code in codes)
    faults = [
        f"{mutant.name}: {'not caught' if code == 0 else f'the judge broke ({code})'}"
        for mutant, code in zip(chosen, codes, strict=True)
        if code != FAILED
    ]
    return Outcome(f"{len(chosen)} planted of {len(MUTANTS)}, {caught} caught", faults)


def try_one(ground: Ground, number: int, mutant: Mutant) -> int:
    tree = planted(ground, mutant, number)
    try:
        return judged(tree, mutant.judge.split(), ground)[0]
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def planted(ground: Ground, mutant: Mutant | None, number: int) -> Path:
    """A copy of the code, with the bug."""
    tree = ground.folder / f"planted-{number}"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    if mutant:
        place = tree / mutant.file
        place.write_text(place.read_text().replace(mutant.old, mutant.new))
    return tree


def judged(tree: Path, judges: list[str], ground: Ground) -> tuple[int, str]:
    """pytest's exit code on these tests, and its last words; on SQLite, where a test is for each database."""
    command = (sys.executable, "-m", "pytest", "-n", "0", "-x", "-p", "no:cacheprovider", "-k", "not postgresql", *judges)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "SULUH_PROVE"))}
    environment |= {"TEST_DATABASE_URL": ground.server}
    try:
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return FAILED, "it never ended"
    return done.returncode, " | ".join(done.stdout.strip().splitlines()[-3:])[-300:]
