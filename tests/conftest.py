"""What every test may ask for: a clock that stands still, keys, and a database of each kind."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import structlog
from aiohttp import web

from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring
from tests import postgres
from tests.clock import FrozenClock


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Whatever a test does with the logs ends with it: another test must not write to its captured, closed stream."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers[:], logging.root.level = handlers, level


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "suluh.key"
    Keyring.make(path)
    return path


@pytest.fixture(scope="session")
def keys(key_file: Path) -> Keyring:
    return Keyring.load(key_file, create=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server(postgres.root_of_run()) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str, key_file: Path, worker_id: str) -> str:
    """A migrated database that each test copies, which is quicker than migrating again."""
    name = f"template_{worker_id}"
    postgres.run_statements(postgres_server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    asyncio.run(migrate(postgres.with_database(postgres_server, name), key_file))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Path:
    path = tmp_path_factory.mktemp("template") / "suluh.db"
    asyncio.run(migrate(f"sqlite:///{path}", key_file))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "suluh.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str, worker_id: str) -> str:
    name = f"test_{worker_id}"
    postgres.run_statements(
        postgres_server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {postgres_template}"
    )
    return postgres.with_database(postgres_server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database: the test runs once on each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str, keys: Keyring) -> AsyncIterator[Database]:
    opened = await Database.open(database_url, keys)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str, keys: Keyring) -> AsyncIterator[Database]:
    opened = await Database.open(sqlite_url, keys)
    yield opened
    await opened.close()


Serve = Callable[[web.Application], Awaitable[str]]


@pytest.fixture
async def aiohttp_server() -> AsyncIterator[Serve]:
    """Serve an application on a port of this machine; gives its address."""
    runners: list[web.AppRunner] = []

    async def serve(app: web.Application) -> str:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield serve
    for runner in runners:
        await runner.cleanup()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="Make the pictures of the README anew.")
    parser.addoption("--update-transcripts", action="store_true", help="Rewrite the bot's side of every transcript.")


@pytest.fixture
def update_transcripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-transcripts"))


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> bool:
    """Whether the README's pictures are to be made anew."""
    return bool(request.config.getoption("--pictures"))
