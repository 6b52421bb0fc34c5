"""The page of a conversation: read it, take it over, reply, hand it back; work on its case."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from console import bystander, casework, checkins, desk, quality, replying
from console.admission import may_read_now
from console.bystander import bare_page
from console.desk import Hand
from console.dossier import SHOWN, Dossier, read_colleagues, read_dossier, read_news
from console.faults import status_of
from console.pages import render
from console.premises import premises
from console.visit import visit_of
from helpline.cases import CaseStatus, CloseReason, Outcome
from helpline.directory import Entry, may_be_shown
from helpline.errors import HelplineError
from helpline.severity import Severity, is_crisis
from helpline.takeover import Owner
from helpline.topics import Topic
from storage import conversations, later, signs
from storage.conversations import Conversation
from storage.corrections import Meant
from storage.later import LaterMessage
from storage.transaction import Transaction

REFUSALS = (
    desk.EmptyText,
    desk.TooLong,
    casework.NoReasonToLower,
    casework.NotAColleague,
    casework.NoSuchChoice,
    bystander.NoEmergency,
    quality.NoSuchMessage,
)
Work = Callable[[Transaction, Hand, str], None]
WRONGLY_WRITTEN = (
    desk.EmptyText,
    desk.TooLong,
    replying.NotAFile,
    replying.NotAPlace,
    replying.NotLater,
    replying.TooManyButtons,
)
DRAFTS = ("note_draft", "reason_draft", "transfer_draft", "ask_draft")
REFUSED = 422
"""The text itself is the matter, not the conversation's state."""


async def show(request: web.Request) -> web.Response:
    return await page(request)


async def break_glass(request: web.Request) -> web.Response:
    """Read a case that is not one's own, with a reason; never by a click alone."""
    reason = await field(request, "reason")
    return await do(request, lambda tx, hand, where: bystander.break_glass(tx, hand, where, reason), glass_reason=reason)


async def ask_colleague(request: web.Request) -> web.Response:
    """Ask a colleague for advice; the case is open to them for two days."""
    to, question = await field(request, "to"), await field(request, "question")
    return await do(request, lambda tx, hand, where: casework.ask(tx, hand, where, to, question), ask_draft=question)


async def exclude(request: web.Request) -> web.Response:
    """Say who must never see this case, or let them see it again."""
    who, out = await field(request, "who"), await field(request, "out") != "no"
    return await do(request, lambda tx, hand, where: casework.exclude(tx, hand, where, who, out=out))


async def page(request: web.Request, status: int = 200, **extra: Any) -> web.Response:
    """The whole page; `problem` and `draft` are set when something was refused. Who may not read gets the bare facts."""
    if not await may_read_now(request):
        return await bare_page(request, status, **{k: v for k, v in extra.items() if k in ("problem", "draft", "glass_reason")})
    after = number(request, "after") if "after" in request.query else None
    house = premises(request)
    found = await house.database.read(read_dossier, request.match_info["id"], after)
    colleagues = await house.database.read(read_colleagues, visit_of(request).staff.id, house.clock.now())
    draft, waiting = await house.database.read(read_mine, found.conversation, visit_of(request).staff.id)
    values = {
        "problem": None,
        "draft": draft,
        "note_draft": "",
        "reason_draft": "",
        "transfer_draft": "",
        "ask_draft": "",
    } | extra
    return render(
        request,
        "conversation.html",
        status=status,
        dossier=found,
        names=found.names,
        lines=found.lines,
        earlier=max(0, found.first_seq - 1 - SHOWN),
        Owner=Owner,
        is_crisis=is_crisis,
        missable=[line for line in found.lines if line.reading and not line.is_grave and not line.meant][-10:][::-1],
        colleagues=colleagues,
        excluded=sorted(found.excluded),
        reasons=list(CloseReason),
        outcomes=list(Outcome),
        topics=list(Topic),
        snoozes=list(casework.SNOOZES),
        ready=ready_replies(request, found),
        severities=list(Severity),
        CaseStatus=CaseStatus,
        later=waiting,
        cards=cards_of(request, found),
        zone=house.zone(found.conversation.contact.country),
        once=premises(request).clock.new_id(),
        longest=desk.LONGEST_REPLY,
        longest_note=desk.LONGEST_NOTE,
        **values,
    )


def read_mine(tx: Transaction, conversation: Conversation, me: str) -> tuple[str, list[LaterMessage]]:
    """What one has written and not sent, and what waits for its time."""
    return signs.draft(tx, conversation, me), later.of_conversation(tx, conversation)


def cards_of(request: web.Request, found: Dossier) -> list[tuple[str, str]]:
    """Entries of the directory that a contact may see, their country's first: the name, and what is put into the reply."""
    country = found.conversation.contact.country
    shown = [entry for entry in premises(request).directory if may_be_shown(entry)]
    near = sorted(shown, key=lambda entry: (entry.country != country and country not in entry.serves, entry.name))
    return [(entry.name, "\n".join(filter(None, (entry.name, *numbers_of(entry), entry.url)))) for entry in near]


def numbers_of(entry: Entry) -> list[str]:
    """The numbers as a contact dials them; from abroad the long one where there is one."""
    found = list(filter(None, (entry.phone_abroad or entry.phone,)))
    return [*found, *([f"WhatsApp {entry.whatsapp}"] if entry.whatsapp else [])]


def ready_replies(request: web.Request, found: Dossier) -> list[tuple[str, str]]:
    """Title and text of each ready reply: the title for the member, the text in the contact's language with its places filled."""
    visit, number = visit_of(request), found.case.number if found.case else ""
    said = {"name": visit.staff.name, "case": number}
    language = found.conversation.contact.language
    return [(reply.title(visit.language), reply.text(language, **said)) for reply in premises(request).replies]


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
    hand = Hand(visit_of(request).staff, house.clock, house.wording, house.lease)
    try:
        await house.database.write(work, hand, conversation_id)
    except REFUSALS as refusal:
        return await page(request, REFUSED, problem=refusal.sentence, **drafts)
    except HelplineError as refusal:
        return await page(request, status_of(refusal), problem=refusal.sentence, **drafts)
    url = request.app.router["conversation"].url_for(id=conversation_id)
    return web.Response(status=303, headers={"Location": str(url)})


async def take_over(request: web.Request) -> web.Response:
    return await do(request, desk.take_over)


async def reply(request: web.Request) -> web.Response:
    """Send what the form holds; what is refused is said, and the words stay."""
    house, form = premises(request), await request.post()
    contact = (await house.database.read(conversations.get, request.match_info["id"])).contact
    text = await field(request, "text")
    try:
        written = replying.read(form, visit_of(request).staff.id, house.clock.now(), house.zone(contact.country))
    except WRONGLY_WRITTEN as refusal:
        return await page(request, REFUSED, problem=refusal.sentence, draft=text)
    return await do(request, lambda tx, hand, where: replying.send(tx, hand, where, written), draft=text)


async def call_off(request: web.Request) -> web.Response:
    which = await field(request, "message")
    return await do(request, lambda tx, hand, where: replying.call_off(tx, hand, where, which))


async def hand_back(request: web.Request) -> web.Response:
    return await do(request, desk.hand_back)


async def close_case(request: web.Request) -> web.Response:
    """Close with a reason; without one the page says so."""
    given = await field(request, "reason")
    if given not in set(CloseReason):
        return await page(request, REFUSED, problem=NoReason().sentence)
    case_id, reason, came = await field(request, "case"), CloseReason(given), await field(request, "outcome")
    outcome = Outcome(came) if came in set(Outcome) else Outcome.UNKNOWN
    aftercare = await field(request, "aftercare") == "yes"

    def close(tx: Transaction, hand: desk.Hand, where: str) -> None:
        desk.close_case(tx, hand, where, case_id, reason, outcome)
        if aftercare:
            checkins.watch_after_close(tx, hand, premises(request), conversations.get(tx, where))

    return await do(request, close)


async def set_severity(request: web.Request) -> web.Response:
    """How urgent the case is; the page keeps the reason when it is refused."""
    given, case_id, reason = [await field(request, name) for name in ("severity", "case", "reason")]
    if given not in set(Severity):
        return await page(request, REFUSED, problem=NoSeverity().sentence, reason_draft=reason)
    return await do(
        request,
        lambda tx, hand, where: casework.set_severity(tx, hand, where, case_id, Severity(given), reason),
        reason_draft=reason,
    )


async def transfer(request: web.Request) -> web.Response:
    to, note = await field(request, "to"), await field(request, "note")
    return await do(request, lambda tx, hand, where: casework.transfer(tx, hand, where, to, note), transfer_draft=note)


async def work_on(request: web.Request) -> web.Response:
    """Another of the contact's unfinished cases is worked on."""
    case_id = await field(request, "case")
    return await do(request, lambda tx, hand, where: casework.work_on(tx, hand, where, case_id))


async def set_pending(request: web.Request) -> web.Response:
    case_id = await field(request, "case")
    return await do(request, lambda tx, hand, where: casework.set_pending(tx, hand, where, case_id))


async def resolve(request: web.Request) -> web.Response:
    case_id = await field(request, "case")
    return await do(request, lambda tx, hand, where: casework.resolve(tx, hand, where, case_id))


async def snooze(request: web.Request) -> web.Response:
    """Out of sight for a while; the page says where it went."""
    case_id, given = await field(request, "case"), await field(request, "hours")
    return await do(request, lambda tx, hand, where: casework.snooze(tx, hand, where, case_id, given))


async def open_case(request: web.Request) -> web.Response:
    """Open a case by hand, for a contact who has none that is unfinished."""
    topic, severity = await field(request, "topic"), await field(request, "severity")
    return await do(request, lambda tx, hand, where: casework.open_case(tx, hand, where, topic, severity))


async def reopen(request: web.Request) -> web.Response:
    case_id = await field(request, "case")
    return await do(request, lambda tx, hand, where: casework.reopen(tx, hand, where, case_id))


async def write_note(request: web.Request) -> web.Response:
    text = await field(request, "text")
    return await do(request, lambda tx, hand, where: desk.write_note(tx, hand, where, text), note_draft=text)


async def correct(request: web.Request) -> web.Response:
    """The danger sense was wrong about a message; in which way, the form says."""
    given, meant = await field(request, "message"), await field(request, "meant")
    if meant not in set(Meant):
        raise web.HTTPBadRequest
    return await do(request, lambda tx, hand, where: quality.correct(tx, hand, where, given, Meant(meant)))


class NoSeverity(HelplineError):
    """Please choose how urgent the case is."""


class NoReason(HelplineError):
    """Please choose why the case is closed."""
