"""The case file: the page beside the talk, with people, consents, referrals, plan and files, and the packet for a recipient."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from console import care, referring
from console.answers import Answer, answer_lines
from console.desk import EmptyText, Hand, NoCase, TooLong, present_case, tell
from console.dossier import names
from console.faults import status_of
from console.files import PLAIN, described_as
from console.indications import read_words, told_together
from console.packet import Packet, as_pdf
from console.pages import about, render
from console.premises import premises
from console.visit import visit_of
from helpline.cases import Case
from helpline.consent import Consent, How, Scope, may_refer, told_to
from helpline.danger import Whose
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.people import MayKnow, Person, Relation
from helpline.referrals import NEXT, NoConsent, NoSuchStep, Referral
from storage import access, case_files, cases, consents, conversations, people, plans, referrals
from storage.case_files import CaseFile
from storage.conversations import Conversation
from storage.plans import PlanItem
from storage.transaction import Transaction

FAULTY = (EmptyText, TooLong, NoConsent, NoSuchStep, care.NotAFile, care.NotATime, care.PleaseChoose, referring.AlreadyOffered)


@dataclass(frozen=True)
class CaseFolder:
    """All that the page shows."""

    conversation: Conversation
    case: Case
    answers: list[Answer]
    care: dict[str, str]
    people: list[Person]
    consents: list[Consent]
    referrals: list[Referral]
    plan: list[PlanItem]
    files: list[CaseFile]
    related: list[tuple[Case, str]]
    names: dict[str, str]


def read_folder(tx: Transaction, me: str, conversation_id: str) -> CaseFolder:
    """What this member may see of the case and of those like it. Raises NoCase."""
    conversation = conversations.get(tx, conversation_id)
    case = present_case(tx, conversation)
    if case is None:
        raise NoCase
    return CaseFolder(
        conversation,
        case,
        answer_lines(cases.answers(tx, case)),
        cases.care(tx, case),
        people.of_case(tx, case),
        consents.of_case(tx, case),
        referrals.of_case(tx, case),
        plans.of_case(tx, case),
        case_files.of_case(tx, case),
        [(other, cases.conversation_of(tx, other.id)) for other in people.related(tx, case, access.unseen_by(tx, me))],
        names(tx),
    )


async def show_case(request: web.Request) -> web.Response:
    return await page(request)


async def page(request: web.Request, status: int = 200, problem: str | None = None, **typed: str) -> web.Response:
    """The page; `typed` is what could not be kept, shown again in its form."""
    house = premises(request)
    folder = await house.database.read(read_folder, visit_of(request).staff.id, request.match_info["id"])
    together = await told_together(await house.database.read(read_words, request.match_info["id"]))
    country = folder.conversation.contact.country
    known = {entry.id: entry.name for entry in house.directory}
    return render(
        request,
        "case.html",
        status=status,
        folder=folder,
        together=together,
        problem=problem,
        typed=defaultdict(str, folder.care | typed),
        known=known,
        near=[entry for entry in house.directory if country and (entry.country == country or country in entry.serves)],
        others=[entry for entry in house.directory if not country or (entry.country != country and country not in entry.serves)],
        next_steps=NEXT,
        agreed={entry.id for entry in house.directory if may_refer(folder.consents, entry.id)},
        relations=list(Relation),
        knowing=list(MayKnow),
        scopes=list(Scope),
        hows=list(How),
        as_of=premises(request).clock.now(),
        longest=care.LONGEST,
        largest=care.LARGEST_FILE,
    )


async def do(request: web.Request, work: Callable[[Transaction, Hand, str], None]) -> web.Response:
    """Do one thing to the case; what is refused is said on its page, with what was typed still there."""
    house, conversation_id = premises(request), request.match_info["id"]
    hand = Hand(visit_of(request).staff, house.clock, house.wording, house.lease)
    try:
        await house.database.write(work, hand, conversation_id)
    except HelplineError as refusal:
        status = 422 if isinstance(refusal, FAULTY) else status_of(refusal)
        return await page(request, status, refusal.sentence, **await fields(request))
    place = str((await request.post()).get("place", ""))
    url = request.app.router["case"].url_for(id=conversation_id)
    return web.Response(status=303, headers={"Location": str(url.with_fragment(place if place.isalpha() else None))})


async def fields(request: web.Request) -> dict[str, str]:
    """What a form holds, but for its files and its token."""
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str) and name != "csrf"}


async def keep_care(request: web.Request) -> web.Response:
    told = await fields(request)
    return await do(request, lambda tx, hand, where: care.keep_care(tx, hand, where, told))


async def add_person(request: web.Request) -> web.Response:
    told = await fields(request)
    return await do(request, lambda tx, hand, where: care.add_person(tx, hand, where, told))


async def remove_person(request: web.Request) -> web.Response:
    who = (await fields(request)).get("who", "")
    return await do(request, lambda tx, hand, where: care.remove_person(tx, hand, where, who))


async def add_consent(request: web.Request) -> web.Response:
    told, scopes = await fields(request), [str(scope) for scope in (await request.post()).getall("scope", [])]
    to = told.get("entry", "") or told.get("recipient", "")
    return await do(request, lambda tx, hand, where: care.add_consent(tx, hand, where, to, scopes, told.get("how", "")))


async def withdraw_consent(request: web.Request) -> web.Response:
    which = (await fields(request)).get("consent", "")
    return await do(request, lambda tx, hand, where: care.withdraw_consent(tx, hand, where, which))


async def add_to_plan(request: web.Request) -> web.Response:
    told = await fields(request)
    return await do(request, lambda tx, hand, where: care.add_to_plan(tx, hand, where, told.get("todo", ""), told.get("day", "")))


async def tick_plan(request: web.Request) -> web.Response:
    told = await fields(request)
    done = told.get("done") != "no"
    return await do(request, lambda tx, hand, where: care.tick_plan(tx, hand, where, told.get("item", ""), done=done))


async def add_file(request: web.Request) -> web.Response:
    given = (await request.post()).get("file")
    name = given.filename if isinstance(given, FileField) else ""
    content = given.file.read(care.LARGEST_FILE + 1) if isinstance(given, FileField) else b""
    return await do(request, lambda tx, hand, where: care.add_file(tx, hand, where, name, content))


async def refer(request: web.Request) -> web.Response:
    """Offer the case. A consent that was given just now is written down in the same transaction."""
    told, scopes = await fields(request), [str(scope) for scope in (await request.post()).getall("scope", [])]
    entry = referring.find_entry(premises(request).directory, told.get("entry", ""))

    def work(tx: Transaction, hand: Hand, where: str) -> None:
        if told.get("how") and entry is not None:
            care.add_consent(tx, hand, where, entry.id, scopes, told["how"])
        referring.refer(tx, hand, where, entry, told.get("reason", ""))

    return await do(request, work)


async def step_referral(request: web.Request) -> web.Response:
    told = await fields(request)
    which, to = told.get("referral", ""), told.get("to", "")
    return await do(request, lambda tx, hand, where: referring.step(tx, hand, where, which, to))


async def show_file(request: web.Request) -> web.Response:
    """A file of the case, as a download of its name."""
    conversation_id, file_id = request.match_info["id"], request.match_info["file"]

    def read(tx: Transaction) -> tuple[str, bytes] | None:
        case = present_case(tx, conversations.get(tx, conversation_id))
        known = next((file for file in case_files.of_case(tx, case) if file.id == file_id), None) if case else None
        found = case_files.content(tx, case, file_id) if case and known else None
        return (known.name, found) if known and found is not None else None

    found = await premises(request).database.read(read)
    if found is None:
        raise web.HTTPNotFound
    return web.Response(body=found[1], headers=described_as(found[0], PLAIN))


async def take_packet(request: web.Request) -> web.Response:
    """The case as a PDF for one organisation, with what the contact agreed that it may know; that it was taken is told."""
    house, conversation_id = premises(request), request.match_info["id"]
    entry = referring.find_entry(house.directory, request.query.get("to", ""))
    if entry is None:
        return await page(request, 422, care.PleaseChoose().sentence)
    visit = visit_of(request)
    hand = Hand(visit.staff, house.clock, house.wording, house.lease)
    folder = await house.database.read(read_folder, visit.staff.id, conversation_id)
    overridden = any(r.entry_id == entry.id and r.reason for r in folder.referrals)
    if not may_refer(folder.consents, entry.id) and not overridden:
        return await page(request, 422, NoConsent().sentence)

    def keep(tx: Transaction) -> None:
        tell(tx, hand, Event.PACKET_TAKEN, folder.conversation, folder.case, entry=entry.id)

    await house.database.write(keep)

    def say(msgid: str, /, **values: Any) -> str:
        return house.wording.say(visit.language, msgid, values)

    made = packet_of(request, folder, entry.id, entry.name, overridden=overridden)
    return web.Response(body=as_pdf(made, say), headers=described_as(f"suluh-{folder.case.number}.pdf", "application/pdf"))


def packet_of(request: web.Request, folder: CaseFolder, entry_id: str, recipient: str, *, overridden: bool) -> Packet:
    """What this recipient may know. A referral without consent, made in danger, tells who and what, but gives no files."""
    house, visit = premises(request), visit_of(request)
    agreed = told_to(folder.consents, entry_id) or (frozenset({Scope.IDENTITY, Scope.STORY}) if overridden else frozenset())
    values = about(request, house)
    other = f" · {values['label']('whose', Whose.OTHER)}" if folder.case.about is Whose.OTHER else ""
    contact, named = folder.conversation.contact, Scope.IDENTITY in agreed
    safe = " ".join(filter(None, (folder.care.get("safe_from"), folder.care.get("safe_until"), folder.care.get("manner"))))
    return Packet(
        case=folder.case,
        recipient=recipient,
        counsellor=visit.staff.name,
        made_at=house.clock.now(),
        topic=values["label"]("topic", folder.case.topic) + other,
        country=values["country"](contact.country),
        name=contact.name if named else None,
        reach=safe if named else None,
        wishes=folder.care.get("wishes", "") if Scope.STORY in agreed else "",
        answers=folder.answers if Scope.STORY in agreed else (),
        files=folder.files if Scope.EVIDENCE in agreed else (),
        scopes=agreed,
    )
