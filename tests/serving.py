"""A whole Suluh in one test: every part of `suluh run`, on a port of its own."""

import asyncio
import contextlib
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from helpline.clock import Clock
from storage.database import Database
from suluh.service import RUN, Service
from suluh.settings import Settings
from tests.house import furnished


def free_port() -> int:
    """A port that nobody has; of those which no outgoing connection is given, so that nobody has it a moment later either."""
    while True:
        with socket.socket() as found, contextlib.suppress(OSError):
            found.bind(("127.0.0.1", random.randrange(12_000, 32_000)))
            return int(found.getsockname()[1])


@asynccontextmanager
async def serving(database: Database, clock: Clock, *, at: int | None = None, **settings: Any) -> AsyncIterator[Service]:
    """The service, started with all its loops; `settings` stand for the environment."""
    made = Service(Settings(port=at or free_port(), **settings), database, furnished(), clock)
    await made.start(RUN)
    try:
        yield made
    finally:
        await asyncio.shield(made.close())


def address(service: Service) -> str:
    return f"http://127.0.0.1:{service.settings.port}"
