"""Push: one's own browsers that are called when the console is closed."""

from urllib.parse import urlsplit

from aiohttp import web

from console import account
from console.premises import premises
from console.visit import visit_of
from helpline.errors import HelplineError
from helpline.events import Event
from storage import events, push
from storage.transaction import Transaction

SERVICES = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "push.apple.com", "notify.windows.com")
"""Where the makers of browsers keep their push services. We send to no other place, whatever a browser names."""
LONGEST = 2000


class NoService(HelplineError):
    """This browser cannot be called when the console is closed."""


def is_service(endpoint: str) -> bool:
    """Whether an address belongs to a push service that we know."""
    try:
        place = urlsplit(endpoint)
        host = place.hostname or ""
        plain = place.port in (None, 443) and place.username is None
    except ValueError:
        return False
    known = any(host == service or host.endswith(f".{service}") for service in SERVICES)
    return place.scheme == "https" and known and plain and len(endpoint) <= LONGEST


async def add_browser(request: web.Request) -> web.Response:
    """Call this browser too."""
    house, me = premises(request), visit_of(request).staff.id
    endpoint = str((await request.post()).get("endpoint", ""))
    if not is_service(endpoint):
        return await account.account(request, status=422, problem=NoService().sentence)

    def keep(tx: Transaction) -> None:
        push.add(tx, me, endpoint, id=house.clock.new_id(), at=house.clock.now())
        events.record(tx, Event.PUSH_ADDED, at=house.clock.now(), actor=me)

    await house.database.write(keep)
    return account.back(request)


async def remove_browsers(request: web.Request) -> web.Response:
    """Call none of one's browsers any more."""
    house, me = premises(request), visit_of(request).staff.id

    def remove(tx: Transaction) -> None:
        push.remove_all(tx, me)
        events.record(tx, Event.PUSH_REMOVED, at=house.clock.now(), actor=me)

    await house.database.write(remove)
    return account.back(request)
