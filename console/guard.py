"""Guard: stands before every view; asks for the session, a form's token and origin, the role, and the case."""

import hmac
from functools import partial
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from console import cookies
from console.admission import SAFE, admit
from console.premises import premises
from console.visit import VISIT, Visit, find_visit
from content.shelf import Shelf
from helpline.errors import HelplineError
from helpline.permissions import Action
from storage import editions
from storage.transaction import Transaction

FIELD, HEADER = "csrf", "X-CSRF-Token"


class ForeignForm(HelplineError):
    """This form is too old or came from another place. Please open the page again and repeat it."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through what the table of routes and the table of permissions grant."""
    visit = request[VISIT] = await find_visit(request)
    if request.match_info.http_exception is not None:
        return await handler(request)
    action = premises(request).actions[request.match_info.route.name or ""]
    if visit.role is None and action is not Action.PUBLIC:
        return to_sign_in(request)
    if request.method not in SAFE:
        await check_form(request, visit)
    await admit(request, visit, action)
    await premises(request).database.read(catch_up, premises(request).shelf)
    response = await handler(request)
    if visit.session is None and not response.prepared:
        keep_form_cookie(request, response, visit)
    return response


def catch_up(tx: Transaction, shelf: Shelf) -> None:
    """A page shows the library as it was last published, by whichever process."""
    shelf.catch_up(editions.version(tx), partial(editions.published, tx))


def to_sign_in(request: web.Request) -> web.StreamResponse:
    """A page leads to the sign-in; what a script fetches is told plainly."""
    if "text/html" not in request.headers.get("Accept", ""):
        return web.Response(status=401, text="Not signed in.")
    return web.Response(status=303, headers={"Location": str(request.app.router["sign_in"].url_for())})


def keep_form_cookie(request: web.Request, response: web.StreamResponse, visit: Visit) -> None:
    """Who is not signed in gets a token of their own for the sign-in form."""
    if cookies.read(request, cookies.FORM) is None and response.content_type == "text/html":
        cookies.keep(request, response, cookies.FORM, visit.csrf)


async def check_form(request: web.Request, visit: Visit) -> None:
    """Refuse a change that one of our own pages has not asked for. Raises ForeignForm."""
    known = visit.session is not None or cookies.read(request, cookies.FORM) is not None
    given = request.headers.get(HEADER) or str((await request.post()).get(FIELD, ""))
    if not (known and from_here(request) and hmac.compare_digest(given.encode(), visit.csrf.encode())):
        raise ForeignForm


def from_here(request: web.Request) -> bool:
    """Whether the browser says that the request comes from our own pages.

    With `no-referrer` browsers send the origin of a form as «null», so Sec-Fetch-Site is the word that counts. Over plain
    http to another machine neither is sent; there the token alone must do.
    """
    house, site, origin = premises(request), request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "null")
    if site is not None and site != "same-origin":
        return False
    if origin != "null":
        hosts = {request.host} | ({urlsplit(house.public_url).netloc} if house.public_url else set())
        return urlsplit(origin).netloc in hosts
    return site is not None or not house.secure
