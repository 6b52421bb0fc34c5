"""Live: a stream of numbered facts that tells the pages what to fetch anew. Who comes back with a number misses none."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import orjson
from aiohttp import web

from console.news import News
from console.premises import Premises, premises
from console.visit import visit_of
from storage import events, staff_sessions
from storage.events import EventRow
from storage.staff_sessions import SEEN_EVERY

HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent, so that no proxy in between thinks the line dead."""

RECHECK, LOOK_AGAIN = 2.5, 1.5
"""Seconds of silence after which a stream looks round, and between two looks at its session: an ended one is told within five."""

HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
ENDED = b"event: ended\ndata: {}\n\n"
ANEW = b"event: anew\ndata: {}\n\n"
"""Whom the member may see has changed; of whom, the page finds out by asking for itself anew."""

Send = Callable[[bytes], Awaitable[None]]


NEWS = web.AppKey("news", News)


@dataclass(frozen=True)
class Stream:
    """One open page: who looks, and the way to it."""

    house: Premises
    news: News
    staff_id: str
    token: str
    send: Send


async def stream(request: web.Request) -> web.StreamResponse:
    """Follow the facts until the page is closed, the session ends or the house shuts."""
    house = premises(request)
    response = web.StreamResponse(headers=HEADERS)
    cursor, visit = await starting_number(request), visit_of(request)
    await response.prepare(request)
    with suppress(ConnectionError):
        await response.write(b"retry: 2000\n\n")
        await follow(Stream(house, request.app[NEWS], visit.staff.id, visit.token, response.write), cursor)
    return response


async def starting_number(request: web.Request) -> int:
    """The last number that the page knows; the newest when it does not say."""
    given = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    if given.isascii() and given.isdecimal() and len(given) < 19:
        return int(given)
    return await premises(request).database.read(events.last_number)


async def follow(stream: Stream, cursor: int) -> None:
    """Tell every fact after `cursor`, in order, but those about contacts whom the member does not see.

    The number of a fact that is left out is left out too, and with the next one the page comes past it.
    """
    house, clock, unseen = stream.house, asyncio.get_running_loop(), None
    spoken, looked = clock.time(), -RECHECK
    while not house.closing.is_set():
        # The wait begins before the reading, so that a fact which comes between the two still wakes us.
        awake = asyncio.create_task(house.database.wait("events", RECHECK))
        try:
            if clock.time() - looked >= LOOK_AGAIN:
                looked = clock.time()
                if not await still_signed_in(stream):
                    return await stream.send(ENDED)
            told = await stream.news.after(cursor, stream.staff_id)
            frames = [*([ANEW] if unseen not in (None, told.unseen) else []), *told.frames]
            behind, cursor, unseen = told.last > cursor, told.last, told.unseen
            if frames:
                spoken = clock.time()
                await stream.send(b"".join(frames))
            if behind:
                continue
            if clock.time() - spoken >= HEARTBEAT:
                spoken = clock.time()
                await stream.send(b": still here\n\n")
            await awake
        finally:
            awake.cancel()


async def still_signed_in(stream: Stream) -> bool:
    """Ask again whether the session holds; an open page is a sign of life."""
    house, now = stream.house, stream.house.clock.now()
    session = await house.database.read(staff_sessions.find, stream.token, now)
    if session is not None and now - session.seen_at >= SEEN_EVERY:
        await house.database.write(staff_sessions.seen, stream.token, now)
    return session is not None


def frame(row: EventRow) -> bytes:
    """One fact on the wire: what happened and where, never who and what was said."""
    data = {"event": row.event, "conversation": row.conversation_id, "case": row.case_id}
    return b"id: %d\ndata: %b\n\n" % (row.number, orjson.dumps(data))


async def end_streams(house: Premises, _app: web.Application) -> None:
    """At shutdown: wake every stream, which then sees that the house closes."""
    house.closing.set()
    house.database.hint("events")


def ending(house: Premises) -> Callable[[web.Application], Awaitable[None]]:
    return partial(end_streams, house)
