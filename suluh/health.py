"""Health: whether the process lives, and whether it can keep what it is given."""

from aiohttp import web

from helpline.clock import Clock
from storage import outbox
from storage.database import Database, StoreAway

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def health_routes(database: Database, clock: Clock) -> list[web.RouteDef]:
    """`/healthz`: the process answers. `/readyz`: the database answers too; 503 where it does not."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "at": clock.now().isoformat()}, headers=NO_STORE)

    async def readyz(_request: web.Request) -> web.Response:
        try:
            waiting = await database.read(outbox.waiting_count)
        except StoreAway:
            return web.json_response({"status": "store away"}, status=503, headers=NO_STORE | {"Retry-After": "5"})
        return web.json_response({"status": "ok", "outbox": waiting}, headers=NO_STORE)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
