"""What few need is not brought into memory for all."""

import subprocess
import sys

import pytest

SERVERS = {"sqlalchemy.orm", "asyncpg", "alembic", "webauthn", "segno", "fpdf"}
"""What a server on SQLite needs at no time, or only for who makes a passkey, a second step or a packet."""
COMMANDS = SERVERS | {"telegram", "aiohttp", "console", "sqlalchemy"}


@pytest.mark.parametrize(("module", "spared"), [("suluh.serving", SERVERS), ("suluh.reading", COMMANDS), ("suluh.cli", COMMANDS)])
def test_what_few_need_is_imported_late(module: str, spared: set[str]) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert module in loaded
    assert not spared & set(loaded)
