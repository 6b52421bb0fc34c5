"""Faults: what a person sees when something is refused, missing or broken. Never a stack trace, never content in the log."""

import logging

from aiohttp import web
from aiohttp.typedefs import Handler

from console.bystander import bare_page
from console.marking import N_
from console.pages import render
from console.premises import premises
from helpline.access import Excluded, NotYourCase
from helpline.cases import AlreadyClosed, AlreadyOpen
from helpline.errors import HelplineError
from helpline.permissions import NotAllowed
from helpline.takeover import AlreadyTaken, NotYours
from storage.database import StoreAway
from storage.invitations import InvitationSpent
from storage.staff import LoginTaken

log = logging.getLogger(__name__)

STATUS: dict[type[HelplineError], int] = {
    NotAllowed: 403,
    NotYourCase: 403,
    Excluded: 403,
    AlreadyTaken: 409,
    NotYours: 409,
    AlreadyClosed: 409,
    AlreadyOpen: 409,
    LoginTaken: 409,
    InvitationSpent: 410,
    StoreAway: 503,
}
SENTENCES = {
    404: N_("There is no such page, or it has been removed."),
    405: N_("This is not possible here."),
    413: N_("That was too long to be sent."),
}
TYPED = ("text", "note", "question", "reason")
"""The fields of a form into which somebody writes at length."""

BROKEN = N_("Something broke on our side. It has been noted under the number {number}. Nothing you sent to a contact is lost.")


@web.middleware
async def tell_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a view raises into a page."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        sentence = SENTENCES.get(error.status, N_("This request could not be understood."))
        return fault_page(request, error.status, sentence)
    except HelplineError as error:
        return await refusal_page(request, error)
    except Exception as error:
        if is_missing(error):
            return fault_page(request, 404, SENTENCES[404])
        return broken_page(request, error)


def status_of(error: HelplineError) -> int:
    """The HTTP status of a refusal of ours; 403 for a foreign form and whatever has no line of its own."""
    return STATUS.get(type(error), 403)


def is_missing(error: Exception) -> bool:
    """Whether storage found no such row. SQLAlchemy is named in storage alone, so its exception is known here by name."""
    return type(error).__name__ == "NoResultFound"


async def refusal_page(request: web.Request, error: HelplineError) -> web.Response:
    """Say why it is refused. What was typed into a case that one may read no more is kept on its page."""
    if isinstance(error, NotYourCase) and "conversations" in request.path and request.method == "POST":
        form = await request.post()
        typed = "\n".join(str(form[name]) for name in TYPED if form.get(name))
        return await bare_page(request, status_of(error), problem=error.sentence, draft=typed)
    response = fault_page(request, status_of(error), error.sentence)
    if isinstance(error, StoreAway):
        response.headers["Retry-After"] = "5"
    return response


def broken_page(request: web.Request, error: Exception) -> web.Response:
    """Log the kind and place of a fault under a number that the counsellor can tell us; its words may hold content."""
    number, place = premises(request).clock.new_id()[-8:], error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error("console fault %s: %s at %s", number, type(error).__name__, where)
    return fault_page(request, 500, BROKEN, number=number)


def fault_page(request: web.Request, status: int, sentence: str, **values: str) -> web.Response:
    """A page that says what happened; a script that fetches gets the same page with the same status."""
    return render(request, "fault.html", status=status, sentence=sentence, values=values)
