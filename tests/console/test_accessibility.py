"""Every page in a real browser, light and dark: no fault that axe-core finds, nothing wider than the screen, none too heavy."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Response

from bot.teaching.preview import Preview
from console import make_app
from content.shelf import Shelf
from helpline.access import GLASS
from helpline.campaigns import Audience, Campaign, CampaignState
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.consent import Consent, How, Scope
from helpline.editions import Change, Edition, EditionState
from helpline.events import Event
from helpline.messages import Attachment, Author, Kind
from helpline.people import MayKnow, Person, Relation
from helpline.permissions import Role
from helpline.referrals import FOLLOW_UP, Referral, ReferralState, Step
from helpline.roster import ZONES, Shift
from helpline.takeover import take_over
from storage import (
    access,
    campaigns,
    cases,
    check_in_plans,
    check_ins,
    consents,
    conversations,
    editions,
    events,
    invitations,
    media,
    notes,
    people,
    plans,
    questions,
    referrals,
    roster,
    staff,
    staff_sessions,
    tasks,
    trusted_people,
)
from storage.check_ins import CheckIn, CheckInState
from storage.database import Database
from storage.plans import PlanItem
from storage.questions import Question
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction
from storage.trusted_people import Trust
from tests import makers
from tests.browser import a_browser
from tests.clock import FrozenClock
from tests.console.people import Waiting, a_contact_who_waits, a_member
from tests.house import furnished
from tests.patience import PATIENCE

HEAVIEST = 150_000
"""Bytes of a page with all that it loads."""
EDITED = "rights/HK.wages"
WIDTHS = (320, 390, 820, 1440)


@dataclass(frozen=True)
class Place:
    """A console with something on every page, and how to come in."""

    context: BrowserContext
    pages: tuple[str, ...]


def furnish(tx: Transaction, clock: FrozenClock, mine: Waiting, other: Waiting, me: str) -> None:
    """Something on every page."""
    now = clock.now()
    conversation, case = conversations.get(tx, mine.conversation_id), cases.get(tx, mine.case_id)
    own = conversation.ownership
    conversations.set_ownership(tx, conversation.id, own, take_over(own, me, now))
    cases.assign(tx, case, me)
    lines = [makers.a_message(clock, conversation, n, f"Kalimat {n}", author) for n, author in enumerate(Author, 1)]
    makers.keep(tx, conversation, *lines)
    for kind, content_type in ((Kind.PHOTO, "image/png"), (Kind.VOICE, "audio/ogg"), (Kind.DOCUMENT, "application/pdf")):
        id = clock.new_id()
        attachment = Attachment(kind, "s", f"{kind}.bin")
        media.add(tx, id=id, message_id=lines[0].id, contact_id=mine.contact_id, attachment=attachment, at=now)
        media.store(tx, media.get(tx, id), b"x" * 100, content_type)
    notes.add(tx, case, id=clock.new_id(), staff_id=me, text="Catatan", at=now)
    cases.add_answers(tx, case, {"amount": {"label": "Amount", "value": "1200"}})
    people.add(tx, case, Person(clock.new_id(), Relation.EMPLOYER, "PT Maju", "", MayKnow.NOTHING), staff_id=me, at=now)
    consents.add(tx, case, Consent(clock.new_id(), "id-sapa129", frozenset(Scope), How.CHAT, me, now))
    first = Step(ReferralState.OFFERED, now, me)
    referral = Referral(clock.new_id(), "id-sapa129", "SAPA 129", "Bahaya", (first,))
    referrals.add(tx, case, referral, step_id=clock.new_id(), follow_up_at=now + FOLLOW_UP)
    plans.add(tx, case, PlanItem(clock.new_id(), "Telepon", now, me, now))
    shift = {"starts": now.time().replace(hour=0), "ends": now.time().replace(hour=0), "first_day": now.date()}
    roster.add(tx, Shift(clock.new_id(), me, ZONES[0], frozenset(range(7)), **shift))
    roster.set_holiday(tx, now.date(), "Libur")
    tasks.add(tx, Task(clock.new_id(), TaskKind.ASKED, now, staff_id=me, conversation_id=conversation.id))
    furnish_check_ins(tx, clock, mine)
    furnish_library(tx, clock, me)
    questions.keep(tx, Question(clock.new_id(), "boleh bawa kucing ke Hong Kong " * 12, "id", "HK", 1, now))
    drafted = Campaign(clock.new_id(), "Gempa di Cianjur.", Audience("ID"), False, CampaignState.DRAFT, me, now)
    campaigns.add(tx, drafted)
    running = Campaign(clock.new_id(), "Banjir.", Audience(), True, CampaignState.DRAFT, me, now)
    campaigns.add(tx, running)
    campaigns.approve(tx, running, me, now)
    strange = conversations.get(tx, other.conversation_id)
    opening = access.Opening(me, access.OpeningKind.GLASS, "Alasan", me, now, now + GLASS)
    access.open_to(tx, strange, opening, id=clock.new_id())


def furnish_library(tx: Transaction, clock: FrozenClock, me: str) -> None:
    """An entry with a history of every kind, under which a newer text was shipped."""
    row, other = Shelf().shipped_rows[EDITED], makers.a_counsellor(tx, clock)
    text = {"statements": [{**row["statements"][0], "text": "Tanya dulu ke perwakilan."}]}
    for number, publish in enumerate((True, False), 1):
        one = Edition(clock.new_id(), EDITED, number, EditionState.REVIEW, Change.TEXT, text, "old", "", other, clock.now())
        editions.add(tx, one)
        editions.decide(tx, one, publish=publish, by=me, at=clock.now(), note="Bagus")
    gone = Edition(clock.new_id(), "lessons/heat", 1, EditionState.REVIEW, Change.WITHDRAWN, None, "", "", other, clock.now())
    editions.add(tx, gone)


def furnish_check_ins(tx: Transaction, clock: FrozenClock, mine: Waiting) -> None:
    """A plan with a history of every kind, and somebody who is trusted."""
    now = clock.now()
    plan = Plan(PlanKind.ABROAD, now.date(), Hours("Asia/Riyadh"))
    due = now + timedelta(hours=1)
    watch = Watch(clock.new_id(), mine.contact_id, mine.conversation_id, plan, PlanState.ACTIVE, due, due)
    check_in_plans.put(tx, watch, now)
    for number, state in enumerate(CheckInState):
        one = CheckIn(clock.new_id(), watch.id, mine.contact_id, plan.kind, now + timedelta(minutes=number), state, now, now)
        check_ins.add_all(tx, [one])
        if state is CheckInState.ANSWERED:
            check_ins.answer(tx, one, {"check_in": "tell", "wages_paid": "no"})
    trust = Trust(clock.new_id(), mine.contact_id, None, may_be_told=True, at_once=False, expires_at=due)
    trusted_people.offer(tx, trust, "ABCD2345", now)
    trusted_people.use(tx, "ABCD2345", makers.a_conversation(tx, clock, "77009").contact.id, now)
    said = {"contact_id": mine.contact_id, "conversation_id": mine.conversation_id, "case_id": mine.case_id}
    events.record(tx, Event.SAFE_WORD_SAID, at=now, actor="contact", **said)


@pytest.fixture(params=["light", "dark"])
async def place(request: pytest.FixtureRequest, sqlite_database: Database, clock: FrozenClock) -> AsyncIterator[Place]:
    """A supervisor's browser in either colours, in Indonesian with the real wording."""
    member = await a_member(sqlite_database, clock, "Ratna", Role.SUPERVISOR)
    mine = await a_contact_who_waits(sqlite_database, clock)
    other = await a_contact_who_waits(sqlite_database, clock, "77002")
    token, invitation = clock.secret(), clock.secret()
    await sqlite_database.write(furnish, clock, mine, other, member.id)

    def come_in(tx: Transaction) -> None:
        staff_sessions.start(tx, member.id, token=token, csrf=clock.secret(), at=clock.now())
        invitations.invite(tx, token=invitation, role=Role.COUNSELLOR, invited_by=member.id, at=clock.now())

    await sqlite_database.write(come_in)
    await sqlite_database.write(staff.set_language, member.id, "id")
    house = furnished()
    server = TestServer(
        make_app(sqlite_database, clock, house.wording, secure=False, desk_roles=frozenset(Role), preview=Preview(house))
    )
    async with a_browser() as browser, server:
        base = str(server.make_url("/"))
        context = await browser.new_context(base_url=base, locale="id-ID", color_scheme=request.param)
        context.set_default_timeout(PATIENCE * 1000)
        await context.add_cookies([{"name": "suluh", "value": token, "url": base}])
        desk = (
            "/",
            "/?view=snoozed",
            mine.path,
            other.path,
            f"{mine.path}/case",
            f"{mine.path}/check-ins",
            "/check-ins",
            "/roster",
            "/directory",
            "/figures",
        )
        watched = (f"{mine.path}/check-ins", "/check-ins", "/campaigns", "/quality", "/library", "/questions")
        edited = tuple(
            f"/library/{key}" for key in (EDITED, f"{EDITED}/edit", "lessons/heat", "lessons/heat/edit", "directory/hk-kjri/edit")
        )
        rest = ("/audit", "/staff", "/account", "/nowhere", f"/join/{invitation}", "/sign-in/code")
        yield Place(context, desk + watched + edited + rest)
        await context.close()


async def test_axe_finds_no_fault_on_any_page_and_nothing_is_wider_than_the_screen(place: Place) -> None:
    page, found, wide = await place.context.new_page(), {}, []
    for path in (*place.pages, "signed out"):
        if path == "signed out":
            await place.context.clear_cookies()
            path = "/sign-in"
        await page.goto(path)
        await page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        results = await Axe().run(page)
        faults = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in results.response["violations"]]
        found |= {path: faults} if faults else {}
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 800})
            over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wide += [(path, width, over)] if over > 0 else []
    assert found == {}
    assert wide == []


async def test_no_page_is_heavy(place: Place) -> None:
    heavy = {}
    for path in place.pages:
        page = await place.context.new_page()
        answers: list[Response] = []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        await page.goto(path)
        await page.wait_for_timeout(50)
        sizes = [len(await a.body()) for a in answers if "text/event-stream" not in a.headers.get("content-type", "") and a.ok]
        heavy |= {path: sum(sizes)} if sum(sizes) > HEAVIEST else {}
        await page.close()
    assert heavy == {}


async def test_the_keys_are_listed_and_lead_through_a_case(place: Place) -> None:
    page = await place.context.new_page()
    await page.goto("/")
    await page.keyboard.press("?")
    await page.get_by_role("dialog").wait_for()
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    assert await page.evaluate("document.activeElement.matches('.queue a')")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/conversations/**")
    await page.goto(place.pages[2])
    await page.keyboard.press("r")
    await page.keyboard.type("qt")
    assert await page.locator("#reply textarea[name=text]").input_value() == "qt"
    await page.locator("#reply textarea[name=text]").fill("")
    await page.locator("h1").click()
    await page.keyboard.press("c")
    await page.wait_for_url("**/case")
    await page.keyboard.press("q")
    await page.wait_for_url(lambda url: url.endswith("/"))
