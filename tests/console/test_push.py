"""One's own browsers: only a known push service is ever written to, whatever a browser names."""

import pytest

from storage import push, staff
from storage.database import Database
from tests.console.people import Browser

GOOD = "https://fcm.googleapis.com/fcm/send/abc"


@pytest.mark.parametrize("endpoint", [GOOD, "https://wns2.notify.windows.com/w/?token=x", "https://web.push.apple.com/Q"])
async def test_a_browser_is_kept_and_taken_away(endpoint: str, database: Database, rina: Browser) -> None:
    assert (await rina.post("/account/push", endpoint=endpoint)).status == 303
    [me] = await database.read(staff.everyone)
    assert [kept.endpoint for kept in await database.read(push.of_member, me.id)] == [endpoint]
    assert "1 browsers are called." in await (await rina.get("/account")).text()
    await rina.post("/account/push/remove")
    assert await database.read(push.of_member, me.id) == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://[",
        "https://evilpush.apple.com.example/",
        "https://169.254.169.254/x",
        GOOD + "x" * 2000,
    ],
)
async def test_any_other_place_is_refused(endpoint: str, database: Database, rina: Browser) -> None:
    answer = await rina.post("/account/push", endpoint=endpoint)
    assert (answer.status, "This browser cannot be called" in await answer.text()) == (422, True)
    [me] = await database.read(staff.everyone)
    assert await database.read(push.of_member, me.id) == []
