"""Named tests: promises that tests of the suite prove whole, in virtual time; here they are run by themselves and counted."""

import asyncio
import re
import sys
from pathlib import Path

from tests.prove.ground import Ground, Outcome

ROOT = Path(__file__).parent.parent.parent


async def dead_mans_signs(ground: Ground) -> Outcome:
    """R27: a webhook that points elsewhere, what waits too long, a silent worker."""
    return await run(ground, "tests/chat/test_watch.py", "tests/suluh/test_health.py", "tests/storage/test_senders.py")


async def run(ground: Ground, *tests: str) -> Outcome:
    """These tests, on both databases. The suite runs them at every change, so a smoke only sees that they are there."""
    lost = [test for test in tests if not (ROOT / test.partition("::")[0]).exists()]
    if lost:
        return Outcome(faults=[f"{test} is gone" for test in lost])
    if not ground.is_timed:
        return Outcome(f"{', '.join(tests)}: run by make test")
    command = (sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *tests)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    said = (await process.communicate())[0].decode(errors="replace")
    passed = sum(line.count(".") for line in re.findall(r"^([.FEsx]+)(?:\s+\[.*)?$", said, re.MULTILINE))
    faults = [] if process.returncode == 0 else [f"failed: {said.strip().splitlines()[-1]}"]
    return Outcome(f"{passed} tests passed of {', '.join(Path(test).name for test in tests)}", faults)
