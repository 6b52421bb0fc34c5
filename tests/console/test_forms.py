"""Forms: a change is made only for a form of ours, with its token, from our own pages."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from console import make_app
from helpline.takeover import Owner
from storage import conversations
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.conftest import WORDING
from tests.console.people import PAGE, Browser, Waiting, a_member, signed_in

SAME, OTHER = {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        ("right", SAME, 303),
        ("right", SAME | {"Origin": "null"}, 303),
        ("right", {}, 303),
        ("header", SAME, 303),
        ("right", OTHER, 403),
        ("right", {"Sec-Fetch-Site": "same-site"}, 403),
        ("right", {"Sec-Fetch-Site": "none"}, 403),
        ("right", {"Origin": "https://evil.example"}, 403),
        ("right", SAME | {"Origin": "https://evil.example"}, 403),
        ("wrong", SAME, 403),
        ("none", SAME, 403),
        ("wrong header", SAME, 403),
        ("another's", SAME, 403),
    ],
)
async def test_a_change_needs_the_token_and_our_own_page(
    token: str, headers: dict[str, str], status: int, database: Database, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    data = {"right": {"csrf": rina.csrf}, "wrong": {"csrf": "é"}, "another's": {"csrf": budi.csrf}}.get(token, {})
    extra = {"header": {"X-CSRF-Token": rina.csrf}, "wrong header": {"X-CSRF-Token": "x"}}.get(token, {})
    answer = await rina.ask("POST", f"{siti.path}/take-over", PAGE | headers | extra, data=data)
    assert answer.status == status
    owner = (await database.read(conversations.get, siti.conversation_id)).ownership.owner
    assert owner is (Owner.COUNSELLOR if status == 303 else Owner.WAITING)


async def test_our_own_origin_is_ours(client: TestClient, rina: Browser, siti: Waiting) -> None:
    origin = {"Origin": f"http://{client.host}:{client.port}"}
    answer = await rina.ask("POST", f"{siti.path}/take-over", PAGE | origin, data={"csrf": rina.csrf})
    assert answer.status == 303


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_no_other_method_does_anything(method: str, rina: Browser, siti: Waiting) -> None:
    assert (await rina.ask(method, f"{siti.path}/take-over")).status == 405


async def test_a_foreign_form_cannot_sign_anybody_in(stranger: Browser) -> None:
    answer = await stranger.ask("POST", "/sign-in", PAGE | SAME, data={"login": "rina", "passphrase": "x", "csrf": ""})
    assert answer.status == 403


async def test_over_https_a_browser_that_says_nothing_of_itself_is_refused(
    database: Database, clock: FrozenClock, siti: Waiting
) -> None:
    app = make_app(database, clock, WORDING, secure=True, public_url="https://suluh.example")
    async with TestClient(TestServer(app)) as client:
        rina = await signed_in(database, clock, client, await a_member(database, clock))
        rina.cookies, rina.token = {"__Host-suluh": rina.token}, ""
        path, data = f"{siti.path}/take-over", {"csrf": rina.csrf}
        assert (await rina.ask("POST", path, PAGE, data=data)).status == 403
        outside = PAGE | {"Origin": "https://suluh.example"}
        assert (await rina.ask("POST", path, outside, data=data)).status == 303


async def test_cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites(database: Database, clock: FrozenClock) -> None:
    app = make_app(database, clock, WORDING, secure=True)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/sign-in")
        cookie = answer.cookies["__Host-suluh-form"]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
        assert not cookie["domain"]


def mounted(database: Database, clock: FrozenClock) -> web.Application:
    outer = web.Application()
    outer.add_subapp("/console", make_app(database, clock, WORDING, secure=False))
    return outer


async def test_it_can_be_mounted_under_a_path(database: Database, clock: FrozenClock, siti: Waiting) -> None:
    async with TestClient(TestServer(mounted(database, clock))) as client:
        rina = await signed_in(database, clock, client, await a_member(database, clock))
        assert (await rina.get("/console")).headers["Location"] == "/console/"
        text = await (await rina.get("/console/")).text()
        assert f'href="/console{siti.path}"' in text
        assert 'src="/console/static/desk.js"' in text
        missing = await rina.get("/console/nothing")
        assert (missing.status, "Content-Security-Policy" in missing.headers) == (404, True)
        assert (await rina.post(f"/console{siti.path}/take-over")).headers["Location"] == f"/console{siti.path}"
