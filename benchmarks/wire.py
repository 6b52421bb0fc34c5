"""A stand-in for Telegram's servers that answers at once and counts: as cheap as can be, so that it hides no cost."""

import asyncio
import itertools
import sys
import time

import orjson
from aiohttp import web

numbers = itertools.count(1)
calls: dict[str, int] = {}
told: list[tuple[int, float]] = []
"""To which chat something was sent, and when, by the clock that all processes of a machine share."""
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Suluh","username":"suluh_bot"}}'


async def answer(request: web.Request) -> web.Response:
    """Answer one Bot API call as Telegram would on a good day."""
    method = request.match_info["method"]
    calls[method] = calls.get(method, 0) + 1
    raw = await request.read()
    if method == "sendMessage":
        told.append((orjson.loads(raw)["chat_id"], time.monotonic()))
    if method == "getMe":
        body = ME
    elif method.startswith("send"):
        body = b'{"ok":true,"result":{"message_id":%d,"date":1700000000,"chat":{"id":1,"type":"private"},"text":"."}}' % next(
            numbers
        )
    else:
        body = b'{"ok":true,"result":true}'
    return web.Response(body=body, content_type="application/json")


async def counted(_request: web.Request) -> web.Response:
    return web.json_response(calls)


async def told_since(request: web.Request) -> web.Response:
    return web.json_response(told[int(request.query["after"]) :])


def make_app() -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", answer)
    app.router.add_get("/calls", counted)
    app.router.add_get("/told", told_since)
    return app


if __name__ == "__main__":
    asyncio.set_event_loop(asyncio.new_event_loop())
    web.run_app(make_app(), host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
