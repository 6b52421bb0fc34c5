"""A wire between the service and its database that a campaign can cut, fill with silence, or make deaf on one side."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

PIECE = 65_536


class Mode(StrEnum):
    """OPEN carries all. CUT refuses and closes. SILENT takes all and carries nothing. HALF carries only what the service says."""

    OPEN = "open"
    CUT = "cut"
    SILENT = "silent"
    HALF = "half"


class Wire:
    """A proxy on a port; `to` may be pointed at another server, as a failover does."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.mode = Mode.OPEN
        self.open = asyncio.Event()
        self.open.set()
        self.calls: set[asyncio.Task[None]] = set()
        self.port = 0

    def turn(self, mode: Mode) -> None:
        self.mode = mode
        self.open.set() if mode is Mode.OPEN else self.open.clear()
        if mode is Mode.CUT:
            self.cut()

    def cut(self) -> None:
        """Close every call, as a partition that ends with resets does."""
        for call in list(self.calls):
            call.cancel()

    async def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call
        self.calls.add(call)
        try:
            await self.carry(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.calls.discard(call)
            if writer.transport:
                writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode is Mode.CUT:
            return
        await self.open.wait()
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.to)
        ways = [
            asyncio.create_task(self.way(reader, there_writer, (Mode.OPEN, Mode.HALF))),
            asyncio.create_task(self.way(there_reader, writer, (Mode.OPEN,))),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            there_writer.transport.abort()

    async def way(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, carried: tuple[Mode, ...]) -> None:
        while piece := await source.read(PIECE):
            if self.mode not in carried:
                await self.open.wait()
            target.write(piece)
            await target.drain()


@asynccontextmanager
async def wire_to(port: int) -> AsyncIterator[Wire]:
    wire = Wire(port)
    server = await asyncio.start_server(wire.welcome, "127.0.0.1", 0)
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        server.close()
        wire.turn(Mode.OPEN)
        wire.cut()
        with contextlib.suppress(Exception):
            await asyncio.gather(*wire.calls, return_exceptions=True)
