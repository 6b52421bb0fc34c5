"""Metrics: numbers for Prometheus on an address of their own, closed unless METRICS_ADDRESS opens it. No content, no names."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import REGISTRY, CollectorRegistry, Gauge, generate_latest

import bot.counting  # noqa: F401 - its counters are registered by being there
from helpline.alarms import Alarm
from storage import backlog, processes
from storage.alarms import standing
from storage.backlog import Backlog
from storage.database import Database, StoreAway
from storage.transaction import Transaction

TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figures:
    """What the store says at one moment."""

    backlog: Backlog
    roles: Mapping[str, int]
    alarms: frozenset[Alarm]


def figures(tx: Transaction) -> Figures:
    roles = dict.fromkeys(("run", "web", "worker"), 0)
    for process in processes.living(tx):
        roles[process.role] = roles.get(process.role, 0) + 1
    return Figures(backlog.read(tx), roles, frozenset(standing(tx)))


def told(found: Figures | None) -> bytes:
    """The store's numbers in Prometheus's form; only that it is away, where it is."""
    registry = CollectorRegistry()

    def gauge(name: str, help: str, values: Mapping[str, float], label: str | None = None) -> None:
        made = Gauge(f"suluh_{name}", help, [label] if label else [], registry=registry)
        for key, value in values.items():
            (made.labels(key) if label else made).set(value)

    gauge("store_up", "Whether the database answers.", {"": float(found is not None)})
    if found is not None:
        gauge("outbox_waiting", "Messages still to be sent, by lane.", found.backlog.outbox, "lane")
        gauge("outbox_oldest_seconds", "How long the oldest message has been due.", {"": found.backlog.oldest})
        gauge("cases_waiting", "Cases that wait for a human, by severity.", found.backlog.waiting, "severity")
        gauge("tasks_open", "Tasks for humans, by kind.", found.backlog.tasks, "kind")
        gauge("processes", "Processes that gave a sign of life lately, by role.", found.roles, "role")
        gauge("alarm", "1 while something is out of order.", {a.value: float(a in found.alarms) for a in Alarm}, "name")
    return generate_latest(registry) + generate_latest(REGISTRY)


def metrics_app(database: Database) -> web.Application:
    """Only `/metrics`, on a listener of its own."""

    async def show(_request: web.Request) -> web.Response:
        try:
            found = await database.read(figures)
        except StoreAway:
            found = None
        return web.Response(body=told(found), headers={"Content-Type": TYPE, "Cache-Control": "no-store"})

    app = web.Application()
    app.router.add_get("/metrics", show)
    return app
