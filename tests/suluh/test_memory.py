"""What few need is not brought into memory for all, and what is free goes back to the machine."""

import subprocess
import sys
from textwrap import dedent

import pytest

SERVERS = {"sqlalchemy.orm", "asyncpg", "alembic", "webauthn", "segno", "fpdf", "pygments"}
"""What a server on SQLite needs at no time, or only for who makes a passkey, a second step or a packet."""
COMMANDS = SERVERS | {"telegram", "aiohttp", "console", "sqlalchemy"}


@pytest.mark.parametrize(("module", "spared"), [("suluh.serving", SERVERS), ("suluh.reading", COMMANDS), ("suluh.cli", COMMANDS)])
def test_what_few_need_is_imported_late(module: str, spared: set[str]) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert module in loaded
    assert not spared & set(loaded)


HOLES = """
    import asyncio
    from contextlib import suppress
    from pathlib import Path
    from suluh import memory

    def held():
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

    messages = [bytes(3000) for _number in range(20_000)]
    messages = messages[::100]
    before, memory.PAUSE = held(), 0.0
    with suppress(TimeoutError):
        asyncio.run(asyncio.wait_for(memory.stay_small(), 0.5))
    print(before - held())
"""


def test_holes_between_what_is_kept_go_back_while_it_runs() -> None:
    """60 MB of messages came, and one of a hundred is kept."""
    told = subprocess.run([sys.executable, "-c", dedent(HOLES)], check=True, capture_output=True, text=True).stdout
    assert int(told) > 40_000_000
