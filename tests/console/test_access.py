"""Access: every route for every kind of visitor, and a console that does not start with a door left open."""

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from console import make_app
from console.routes import ENTRY, LISTED, ROUTES, Route, Unguarded, access_table, actions, add_routes, check_guarded
from helpline.permissions import Action, Role, is_granted
from storage import cases, queue, staff, staff_sessions
from storage.database import Database
from storage.transaction import Transaction
from suluh.cli import ACCESS
from tests.clock import FrozenClock
from tests.console.conftest import WORDING
from tests.console.people import HERE, PAGE, Browser, Waiting, a_member, signed_in

VISITORS = ("anonymous", "forged", "expired", "too_old", "inactive", *Role)
ROLES = {str(role): role for role in Role}


async def a_visitor(kind: str, database: Database, clock: FrozenClock, client: TestClient) -> Browser:
    """A browser of each kind; those who may not come in carry a cookie that was good once."""
    if kind in ("anonymous", "forged"):
        return Browser(client, "forged" if kind == "forged" else "")
    member = await a_member(database, clock, kind, ROLES.get(kind, Role.SUPERVISOR))
    browser = await signed_in(database, clock, client, member)
    if kind == "expired":
        clock.tick(staff_sessions.IDLE + timedelta(seconds=1))
    if kind == "too_old":
        clock.tick(staff_sessions.LONGEST + timedelta(seconds=1))
        await database.write(staff_sessions.seen, browser.token, clock.now())
    if kind == "inactive":
        await database.write(staff.set_active, member.id, False)
    return browser


async def give_every_case(database: Database) -> None:
    """The case is the visitor's, so that only the role decides."""

    def assign(tx: Transaction) -> None:
        for row in queue.rows(tx):
            for member in staff.everyone(tx):
                cases.assign(tx, row.case, member.id)

    await database.write(assign)


def filled(route: Route, siti: Waiting) -> str:
    path = route.path.replace("{name}", "desk.css").replace("{token:[A-Za-z0-9_-]{1,200}}", "nobody-gave-this")
    path = path.replace("{key:[0-9a-f]{64}}", "f" * 64).replace("{file:[0-9a-f]{32}}", "f" * 32)
    path = path.replace(ENTRY, "lessons/heat").replace(LISTED, "sa-kbri-riyadh")
    return path.replace("{id:[0-9a-f]{32}}", siti.conversation_id if "conversations" in path else "f" * 32)


def granted(kind: str, action: Action) -> bool:
    return action is Action.PUBLIC or (kind in ROLES and is_granted(ROLES[kind], action))


@pytest.mark.parametrize("kind", VISITORS)
async def test_every_route_lets_in_whom_the_table_grants_and_nobody_else(
    kind: str, database: Database, clock: FrozenClock, client: TestClient, siti: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = await a_visitor(kind, database, clock, client)
    seen = {}
    for route in (route for route in ROUTES if route.name not in ("sign_out", "events", "door")):
        headers = PAGE if route.method == "GET" else PAGE | HERE
        data = None if route.method == "GET" else {"csrf": visitor.csrf}
        await give_every_case(database)
        answer = await visitor.ask(route.method, filled(route, siti), headers, data=data)
        refused = answer.status == 403 or answer.headers.get("Location") == "/sign-in"
        if route.action is Action.PUBLIC:
            refused = answer.headers.get("Location") == "/sign-in"  # a stranger's form without its cookie is another matter
        seen[route.name] = not refused
    assert seen == {name: granted(kind, action) for name, action in actions().items() if name in seen}


@pytest.mark.parametrize("kind", VISITORS)
async def test_the_stream_and_the_sign_out_ask_too(kind: str, database: Database, clock: FrozenClock, client: TestClient) -> None:
    visitor = await a_visitor(kind, database, clock, client)
    stream = await visitor.ask("GET", "/events", {"Accept": "text/event-stream"})
    here = 200 if granted(kind, Action.SEE_QUEUE) else 403
    assert stream.status == (here if kind in ROLES else 401)
    stream.close()
    answer = await visitor.post("/sign-out")
    assert answer.headers["Location"] == "/sign-in"
    assert (await visitor.get("/")).headers["Location"] == "/sign-in"


@pytest.mark.parametrize("name", ["team", "invite", "set_active"])
async def test_a_refused_role_gets_a_page_that_says_so(name: str, rina: Browser, siti: Waiting) -> None:
    route = next(route for route in ROUTES if route.name == name)
    data = None if route.method == "GET" else {"csrf": rina.csrf}
    answer = await rina.ask(route.method, filled(route, siti), PAGE | HERE, data=data)
    assert (answer.status, "Your role does not allow this." in await answer.text()) == (403, True)


async def test_a_script_that_is_not_signed_in_gets_401(stranger: Browser) -> None:
    assert (await stranger.get("/queue", {"Accept": "*/*"})).status == 401


async def test_a_page_opened_now_and_then_keeps_the_session_alive(rina: Browser, clock: FrozenClock) -> None:
    for _ in range(4):
        clock.tick(staff_sessions.IDLE - timedelta(minutes=1))
        assert (await rina.get("/")).status == 200


def test_a_route_without_an_action_stops_the_start() -> None:
    bare = dataclasses.replace(ROUTES[0], action=None)  # type: ignore[arg-type]
    with pytest.raises(Unguarded, match="/static"):
        add_routes(web.Application(), (bare,))


async def test_a_route_beside_the_table_stops_the_start(database: Database, clock: FrozenClock) -> None:
    app = make_app(database, clock, WORDING, secure=False)
    app.router.add_get("/backdoor", ROUTES[1].handler)
    with pytest.raises(Unguarded, match="/backdoor"):
        check_guarded(app, actions())


def test_route_names_are_unique() -> None:
    assert len(actions()) == len(ROUTES)


def test_the_table_in_the_documents_is_the_consoles_own() -> None:
    kept = (Path(__file__).parents[2] / "docs" / "access.md").read_text(encoding="utf-8")
    assert kept == ACCESS + access_table(), "run: suluh access > docs/access.md"
