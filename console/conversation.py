"""The page of a conversation: read it, take it over, reply, hand it back, close its case, write a note."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from console import desk
from console.desk import Hand
from console.dossier import SHOWN, read_dossier, read_news
from console.faults import status_of
from console.pages import render
from console.premises import premises
from console.visit import visit_of
from helpline.cases import CloseReason
from helpline.errors import HelplineError
from helpline.takeover import Owner
from storage.transaction import Transaction

Work = Callable[[Transaction, Hand, str], None]
REFUSED = 422
"""The text itself is the matter, not the conversation's state."""


async def show(request: web.Request) -> web.Response:
    return await page(request)


async def page(request: web.Request, status: int = 200, **extra: Any) -> web.Response:
    """The whole page; `problem` and `draft` are set when something was refused."""
    after = number(request, "after") if "after" in request.query else None
    found = await premises(request).database.read(read_dossier, request.match_info["id"], after)
    values = {"problem": None, "draft": "", "note_draft": ""} | extra
    return render(
        request,
        "conversation.html",
        status=status,
        dossier=found,
        names=found.names,
        lines=found.lines,
        earlier=max(0, found.first_seq - 1 - SHOWN),
        Owner=Owner,
        reasons=list(CloseReason),
        once=premises(request).clock.new_id(),
        longest=desk.LONGEST_REPLY,
        longest_note=desk.LONGEST_NOTE,
        **values,
    )


async def news(request: web.Request) -> web.Response:
    """The messages after a number, as a fragment for the page's script."""
    lines, names, conversation = await premises(request).database.read(
        read_news, request.match_info["id"], number(request, "after")
    )
    return render(request, "messages.html", lines=lines, names=names, conversation=conversation)


def number(request: web.Request, name: str) -> int:
    """A whole number of the query; anything else counts as 0."""
    given = request.query.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0


async def field(request: web.Request, name: str) -> str:
    return str((await request.post()).get(name, ""))


async def do(request: web.Request, work: Work, **drafts: str) -> web.Response:
    """Do one thing to the conversation; what is refused is said on its page, with what was typed still there."""
    house, conversation_id = premises(request), request.match_info["id"]
    hand = Hand(visit_of(request).staff, house.clock, house.wording)
    try:
        await house.database.write(work, hand, conversation_id)
    except (desk.EmptyText, desk.TooLong) as refusal:
        return await page(request, REFUSED, problem=refusal.sentence, **drafts)
    except HelplineError as refusal:
        return await page(request, status_of(refusal), problem=refusal.sentence, **drafts)
    url = request.app.router["conversation"].url_for(id=conversation_id)
    return web.Response(status=303, headers={"Location": str(url)})


async def take_over(request: web.Request) -> web.Response:
    return await do(request, desk.take_over)


async def reply(request: web.Request) -> web.Response:
    text, once = await field(request, "text"), await field(request, "once")
    return await do(request, lambda tx, hand, where: desk.reply(tx, hand, where, text, once), draft=text)


async def hand_back(request: web.Request) -> web.Response:
    return await do(request, desk.hand_back)


async def close_case(request: web.Request) -> web.Response:
    """Close with a reason; without one the page says so."""
    given = await field(request, "reason")
    if given not in set(CloseReason):
        return await page(request, REFUSED, problem=NoReason().sentence)
    case_id, reason = await field(request, "case"), CloseReason(given)
    return await do(request, lambda tx, hand, where: desk.close_case(tx, hand, where, case_id, reason))


async def write_note(request: web.Request) -> web.Response:
    text = await field(request, "text")
    return await do(request, lambda tx, hand, where: desk.write_note(tx, hand, where, text), note_draft=text)


class NoReason(HelplineError):
    """Please choose why the case is closed."""
