"""Health: whether the process lives, and whether it can keep what it is given."""

from dataclasses import dataclass

from aiohttp import web

from helpline.clock import Clock
from helpline.errors import HelplineError
from storage import alarms, keycheck, outbox, processes
from storage.database import Database, StoreAway
from storage.keycheck import NewerSchema, OldSchema
from storage.sealing import WrongKey
from storage.transaction import Transaction

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
WORDS: dict[type[HelplineError], str] = {
    StoreAway: "store away",
    OldSchema: "old schema",
    NewerSchema: "newer schema",
    WrongKey: "wrong key",
}


@dataclass(frozen=True)
class Readiness:
    """What is told where the database, its schema and its key are as they must be."""

    outbox: int
    worker: str
    alarms: int


def look(tx: Transaction) -> Readiness:
    """Raises OldSchema, NewerSchema, WrongKey."""
    keycheck.check_key(tx)
    worker = any(process.sends for process in processes.living(tx))
    return Readiness(outbox.waiting_count(tx), "living" if worker else "silent", len(alarms.standing(tx)))


def health_routes(database: Database, clock: Clock) -> list[web.RouteDef]:
    """`/healthz`: the process answers. `/readyz`: it can keep what it is given; 503 where it cannot. A silent worker is
    told there and called out as an alarm, but pages go on taking in what is written."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "at": clock.now().isoformat()}, headers=NO_STORE)

    async def readyz(_request: web.Request) -> web.Response:
        try:
            found = await database.read(look)
        except tuple(WORDS) as error:
            return web.json_response({"status": WORDS[type(error)]}, status=503, headers=NO_STORE | {"Retry-After": "5"})
        return web.json_response({"status": "ok", **vars(found)}, headers=NO_STORE)

    return [web.get("/healthz", healthz), web.get("/readyz", readyz)]
