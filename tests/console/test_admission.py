"""Admission: a counsellor reads their own cases and bare facts of the rest; every reading stands in a chain nobody can bend."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from helpline import access
from helpline.audit import BEGINNING, Break, Entry, find_break, link
from helpline.messages import Author
from helpline.permissions import CONTENT, PERMISSIONS, Action, Role, is_granted
from helpline.takeover import Owner
from storage import audit, cases, conversations, events, messages, staff, tasks
from storage.database import Database
from storage.tasks import TaskKind
from storage.transaction import Transaction
from suluh.checking import verify_audit
from suluh.settings import Settings
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits, a_member, signed_in
from tests.house import Helpline

SECRET = "kunci lemari ada di bawah kasur"


@pytest.fixture
async def wrote(database: Database, clock: FrozenClock, siti: Waiting) -> None:
    def keep(tx: Transaction) -> None:
        conversation = conversations.get(tx, siti.conversation_id)
        makers.keep(tx, conversation, makers.a_message(clock, conversation, 1, SECRET, Author.CONTACT))

    await database.write(keep)


async def id_of(database: Database, name: str) -> str:
    return next(member.id for member in await database.read(staff.everyone) if member.name == name)


async def entries(database: Database) -> list[Entry]:
    return [entry for entry, _hash in await database.read(lambda tx: list(audit.chain(tx)))]


@pytest.mark.usefixtures("wrote")
async def test_before_taking_over_a_counsellor_sees_bare_facts_alone(rina: Browser, siti: Waiting) -> None:
    page = await (await rina.get(siti.path)).text()
    assert SECRET not in page
    assert "<dd>Siti</dd>" not in page
    assert "Take over" in page
    assert siti.number in page
    assert (await rina.get(f"{siti.path}/messages?after=0")).status == 403
    await rina.post(f"{siti.path}/take-over")
    assert SECRET in await (await rina.get(siti.path)).text()


@pytest.mark.usefixtures("wrote")
async def test_a_colleagues_case_stays_closed_and_a_supervisors_eye_is_open(
    rina: Browser, budi: Browser, wati: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    page = await (await budi.get(siti.path)).text()
    assert SECRET not in page
    assert "Rina is speaking with this contact." in page
    assert SECRET in await (await wati.get(siti.path)).text()


@pytest.mark.usefixtures("wrote")
async def test_breaking_the_glass_needs_a_reason_lasts_a_quarter_of_an_hour_and_is_told_to_supervisors(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, wati: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    refused = await budi.post(f"{siti.path}/glass", reason="   ")
    assert (refused.status, "Please write why you must read this case now." in await refused.text()) == (422, True)
    assert SECRET not in await (await budi.get(siti.path)).text()
    assert (await budi.post(f"{siti.path}/glass", reason="Rina is ill and he is at her door.")).status == 303
    assert SECRET in await (await budi.get(siti.path)).text()
    supervisor = await id_of(database, "Wati")
    assert [task.kind for task in await database.read(lambda tx: tasks.open_tasks(tx, staff_id=supervisor))] == [TaskKind.GLASS]
    assert "Somebody opened a case in an emergency" in await (await wati.get("/")).text()
    assert "Somebody opened a case in an emergency" not in await (await rina.get("/")).text()
    assert "Rina is ill" in await (await wati.get(siti.path)).text()
    clock.tick(access.GLASS)
    assert SECRET not in await (await budi.get(siti.path)).text()


@pytest.mark.usefixtures("wrote")
async def test_a_colleague_who_is_asked_finds_a_task_and_may_read_for_two_days(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    to = await id_of(database, "Budi")
    empty = await rina.post(f"{siti.path}/ask", to="", question="Who knows Riyadh?")
    assert (empty.status, "Who knows Riyadh?" in await empty.text()) == (422, True)
    assert (await rina.post(f"{siti.path}/ask", to=to, question="Do you know a shelter there?")).status == 303
    assert "A colleague asks for your advice." in await (await budi.get("/")).text()
    page = await (await budi.get(siti.path)).text()
    assert SECRET in page
    assert "Do you know a shelter there?" in page
    assert (await budi.post(f"{siti.path}/reply", text="Halo", once="a")).status == 409
    clock.tick(access.ASKED)
    again = await signed_in(database, clock, budi.client, await a_member(database, clock, "Budi2"))
    assert SECRET not in await (await again.get(siti.path)).text()


@pytest.mark.usefixtures("wrote")
async def test_who_is_excluded_sees_nothing_even_as_a_supervisor_and_loses_what_they_had(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    other = await a_member(database, clock, "Yuni", Role.SUPERVISOR)
    yuni = await signed_in(database, clock, wati.client, other)
    await rina.post(f"{siti.path}/take-over")
    rinas_id = await id_of(database, "Rina")
    for who in (rinas_id, other.id):
        assert (await wati.post(f"{siti.path}/exclude", who=who)).status == 303
    for browser in (rina, yuni):
        answer = await browser.get(siti.path)
        assert (answer.status, "A supervisor has decided so." in await answer.text()) == (403, True)
        assert siti.number not in await (await browser.get("/")).text()
        for path in ("take-over", "glass", "notes"):
            assert (await browser.post(f"{siti.path}/{path}", reason="x", text="x")).status == 403
    helpline = Helpline.of(database, clock)
    await helpline.schedule.let_claims_lapse()
    assert (await database.read(conversations.get, siti.conversation_id)).ownership.owner is Owner.WAITING
    assert (await wati.post(f"{siti.path}/transfer", to=rinas_id, note="x")).status in (409, 422)
    await wati.post(f"{siti.path}/exclude", who=rinas_id, out="no")
    assert (await rina.get(siti.path)).status == 200
    await helpline.close()


async def test_a_counsellor_cannot_exclude(database: Database, rina: Browser, budi: Browser, siti: Waiting) -> None:
    assert (await rina.post(f"{siti.path}/exclude", who=await id_of(database, "Budi"))).status == 403


@pytest.mark.usefixtures("wrote")
async def test_what_is_typed_into_a_case_that_was_lost_meanwhile_is_kept(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    clock.tick(timedelta(minutes=29))
    await rina.get("/")
    clock.tick(timedelta(minutes=2))
    helpline = Helpline.of(database, clock)
    await helpline.schedule.let_claims_lapse()
    answer = await rina.post(f"{siti.path}/reply", text="Tiga baris yang panjang", once="a")
    page = await answer.text()
    assert (answer.status, "Tiga baris yang panjang" in page, "Take over" in page) == (403, True, True)
    assert SECRET not in page
    await helpline.close()


async def test_a_removed_colleagues_conversations_go_back_to_the_queue(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    await wati.post(f"/staff/{await id_of(database, 'Rina')}/active", active="no")
    helpline = Helpline.of(database, clock)
    await helpline.schedule.let_claims_lapse()
    assert (await database.read(conversations.get, siti.conversation_id)).ownership.owner is Owner.WAITING
    case = await database.read(cases.get, siti.case_id)
    assert (case.assignee, await database.read(cases.waiting_since, case.id)) == (None, clock.now())
    said = (await database.read(messages.latest, siti.conversation_id, siti.contact_id))[-1]
    assert said.author is Author.NOTICE
    await helpline.close()


async def test_every_action_and_every_reading_is_in_the_audit_and_nothing_of_what_was_said(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    await rina.get(siti.path)  # bare facts are no reading
    await rina.post(f"{siti.path}/take-over")
    for _ in range(3):
        await rina.get(f"{siti.path}/messages?after=0")
    await rina.post(f"{siti.path}/reply", text="Saya di sini", once="a")
    await budi.get(f"{siti.path}/messages?after=0")
    await budi.get("/staff")
    mine, his = await id_of(database, "Rina"), await id_of(database, "Budi")
    kept = [(entry.actor, entry.action, entry.subject, entry.granted) for entry in await entries(database)]
    where = siti.conversation_id
    assert kept == [
        (mine, "take_over", where, True),
        (mine, "read_conversation", where, True),
        (mine, "reply", where, True),
        (his, "read_conversation", where, False),
    ]


async def test_the_audits_page_names_who_did_what_and_pages_back(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")

    def many(tx: Transaction) -> None:
        for number in range(150):
            audit.append(tx, at=clock.now(), actor="x", action="reply", subject=str(number), granted=True)

    await database.write(many)
    newest = await (await wati.get("/audit")).text()
    assert "Earlier entries" in newest
    assert "Took a conversation over" not in newest
    assert "Took a conversation over" in await (await wati.get("/audit?before=40&who=")).text()
    assert "Took a conversation over" in await (await wati.get(f"/audit?who={await id_of(database, 'Rina')}")).text()
    assert (await wati.get("/audit?before=x")).status == 200


async def test_entries_made_at_once_stand_in_one_chain(database: Database, clock: FrozenClock) -> None:
    await asyncio.gather(
        *(
            database.write(
                lambda tx, n=n: audit.append(tx, at=clock.now(), actor=str(n), action="reply", subject="", granted=True)
            )
            for n in range(20)
        )
    )
    length, _head, broken = await database.read(lambda tx: find_break(audit.chain(tx)))
    assert (length, broken) == (20, None)


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
async def test_the_database_itself_refuses_to_change_the_audit(database: Database, clock: FrozenClock, statement: str) -> None:
    await database.write(lambda tx: audit.append(tx, at=clock.now(), actor="a", action="reply", subject="", granted=True))
    with pytest.raises(DBAPIError):
        await database.write(lambda tx: tx.connection.execute(text(statement)))
    assert len(await entries(database)) == 1


def a_chain(clock: FrozenClock) -> list[tuple[Entry, str]]:
    before, chain = BEGINNING, []
    for number in range(1, 6):
        entry = Entry(number, clock.now(), "a", "reply", str(number), True)
        before = link(before, entry)
        chain.append((entry, before))
    return chain


def test_a_whole_chain_holds_and_a_bent_one_is_found_at_its_place(clock: FrozenClock) -> None:
    chain = a_chain(clock)
    assert find_break(chain) == (5, chain[-1][1], None)
    changed = [(Entry(3, clock.now(), "b", "reply", "3", True), chain[2][1]) if n == 2 else link for n, link in enumerate(chain)]
    assert find_break(changed)[2] == Break(3)
    assert find_break(chain[:1] + chain[2:])[2] == Break(2)
    assert find_break([])[0] == 0


def test_no_role_without_content_gains_it_by_a_slip_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in (Role.MANAGER, Role.EDITOR, Role.ADMINISTRATOR):
        monkeypatch.setitem(PERMISSIONS, role, frozenset(Action))
        assert not any(is_granted(role, action) for action in CONTENT)
        assert is_granted(role, Action.OWN_ACCOUNT)


async def test_each_role_comes_to_its_own_first_page(database: Database, clock: FrozenClock, wati: Browser) -> None:
    for role, home in ((Role.MANAGER, "/figures"), (Role.EDITOR, "/directory"), (Role.ADMINISTRATOR, "/staff")):
        browser = await signed_in(database, clock, wati.client, await a_member(database, clock, role.title(), role))
        assert (await browser.get("/sign-in")).headers["Location"] == home
        assert (await browser.get(home)).status == 200
        assert (await browser.get("/")).status == 403


async def test_small_counts_are_hidden_from_a_manager(database: Database, clock: FrozenClock, wati: Browser) -> None:
    empty = await (await wati.get("/figures")).text()
    assert "No case was opened in this time." in empty
    for number in range(6):
        await a_contact_who_waits(database, clock, f"8800{number}")
    page = await (await wati.get("/figures")).text()
    assert '<td class="figure">6</td>' in page
    assert "There are too few answered cases to tell." in page


async def test_an_administrator_invites_no_one_to_the_cases(database: Database, clock: FrozenClock, wati: Browser) -> None:
    boss = await signed_in(database, clock, wati.client, await a_member(database, clock, "Adi", Role.ADMINISTRATOR))
    for role, status in (("counsellor", 422), ("supervisor", 422), ("editor", 200)):
        assert (await boss.post("/staff/invite", role=role)).status == status


async def test_the_directory_is_searched_and_says_what_is_stale(wati: Browser) -> None:
    page = await (await wati.get("/directory?word=hotline")).text()
    assert "Hotline Pelindungan WNI" in page
    assert "check again" in page
    assert "Nothing fits." in await (await wati.get("/directory?word=zzzz&country=ID")).text()


async def test_verifying_the_chain(
    sqlite_database: Database, sqlite_url: str, key_file: Path, clock: FrozenClock, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database_url=sqlite_url, suluh_key_file=key_file)

    async def verify(head: str = "") -> tuple[int, str]:
        code = 0
        try:
            await verify_audit(settings, head)
        except typer.Exit as stopped:
            code = stopped.exit_code
        return code, capsys.readouterr().out

    for n in range(3):
        await sqlite_database.write(
            lambda tx, n=n: audit.append(tx, at=clock.now(), actor=str(n), action="reply", subject="", granted=True)
        )
    head = (await sqlite_database.read(lambda tx: list(audit.chain(tx))))[-1][1]
    code, said = await verify()
    assert (code, f"3:{head}" in said) == (0, True)
    assert (await verify(f"3:{head}"))[0] == 0
    code, said = await verify(f"9:{head}")
    assert (code, "does not hold the entry 9" in said) == (1, True)

    def bend(tx: Transaction) -> None:
        tx.connection.execute(text("DROP TRIGGER audit_is_not_changed"))
        tx.connection.execute(text("UPDATE audit SET actor = 'nobody' WHERE number = 2"))

    await sqlite_database.write(bend)
    code, said = await verify()
    assert (code, "broken at entry 2" in said) == (1, True)


async def test_the_timeline_says_that_the_glass_was_broken(database: Database, rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/glass", reason="x")
    assert "glass_broken" in [row.event for row in await database.read(events.timeline, siti.conversation_id)]
