"""The case file: consent before referral, a packet with what was agreed and nothing else, people, plan, files, reminders."""

from datetime import timedelta
from io import BytesIO

import pytest
from aiohttp import FormData
from fpdf import FPDF

from console.packet import legible
from helpline.cases import CaseStatus
from helpline.people import name_to_compare
from helpline.referrals import FOLLOW_UP, ReferralState
from storage import case_files, cases, consents, conversations, messages, people, plans, referrals, tasks
from storage.cases import Case
from storage.database import Database
from storage.tasks import TaskKind
from tests.clock import FrozenClock
from tests.console.people import HERE, PAGE, Browser, Waiting, a_contact_who_waits
from tests.house import Helpline

pytestmark = pytest.mark.usefixtures("rinas_case")
SHELTER = "id-sapa129"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000") + bytes(40)


async def case_of(database: Database, siti: Waiting) -> Case:
    return await database.read(cases.get, siti.case_id)


async def post_many(browser: Browser, path: str, *pairs: tuple[str, str]) -> int:
    form = FormData([("csrf", browser.csrf), *pairs])
    return (await browser.ask("POST", path, PAGE | HERE, data=form)).status


async def test_without_consent_there_is_no_referral_and_what_was_typed_stays(
    database: Database, rina: Browser, siti: Waiting
) -> None:
    answer = await rina.post(f"{siti.path}/case/refer", entry=SHELTER, how="", reason="She is in danger")
    text = await answer.text()
    assert (answer.status, "The contact has not agreed to this referral." in text) == (422, True)
    assert f'value="{SHELTER}" selected' in text
    assert await database.read(referrals.of_case, await case_of(database, siti)) == []


async def test_a_consent_given_now_and_the_referral_are_one_form(database: Database, rina: Browser, siti: Waiting) -> None:
    assert await post_many(rina, f"{siti.path}/case/refer", ("entry", SHELTER), ("how", "chat"), ("scope", "story")) == 303
    case = await case_of(database, siti)
    [referral] = await database.read(referrals.of_case, case)
    [consent] = await database.read(consents.of_case, case)
    assert (referral.state, referral.reason, consent.recipient) == (ReferralState.OFFERED, None, SHELTER)
    assert await post_many(rina, f"{siti.path}/case/refer", ("entry", SHELTER), ("how", "")) == 422


async def test_only_a_supervisor_refers_without_consent_and_only_with_a_reason(
    database: Database, wati: Browser, siti: Waiting
) -> None:
    assert (await wati.post(f"{siti.path}/case/refer", entry=SHELTER, how="", reason="  ")).status == 422
    assert (await wati.post(f"{siti.path}/case/refer", entry=SHELTER, how="", reason="He has a knife.")).status == 303
    [referral] = await database.read(referrals.of_case, await case_of(database, siti))
    assert referral.reason == "He has a knife."
    assert "Without consent, because:" in await (await wati.get(f"{siti.path}/case")).text()


async def test_a_referral_goes_from_state_to_state_and_no_other_way(database: Database, rina: Browser, siti: Waiting) -> None:
    await post_many(rina, f"{siti.path}/case/refer", ("entry", SHELTER), ("how", "chat"))
    case = await case_of(database, siti)
    [referral] = await database.read(referrals.of_case, case)

    async def step(to: str) -> int:
        return (await rina.post(f"{siti.path}/case/refer/step", referral=referral.id, to=to)).status

    assert [await step(to) for to in ("done", "accepted", "declined", "done", "revoked", "x")] == [422, 303, 422, 303, 422, 422]
    [known] = await database.read(referrals.of_case, case)
    assert [taken.state for taken in known.steps] == ["offered", "accepted", "done"]


async def test_who_has_the_case_is_reminded_once_of_a_referral_and_of_the_plan(
    database: Database, clock: FrozenClock, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    await post_many(rina, f"{siti.path}/case/refer", ("entry", SHELTER), ("how", "chat"))
    await rina.post(f"{siti.path}/case/plan", todo="Call the shelter", day=f"{clock.now() + timedelta(days=1):%Y-%m-%d}")
    helpline = Helpline.of(database, clock)
    assert await helpline.schedule.reminders.look() == 0
    clock.tick(FOLLOW_UP + timedelta(seconds=1))
    assert await helpline.schedule.reminders.look() == 2
    assert await helpline.schedule.reminders.look() == 0
    kept = await database.read(tasks.open_tasks)
    assert {task.kind for task in kept} == {TaskKind.PLAN, TaskKind.FOLLOW_UP}
    assert {task.staff_id for task in kept} == {(await case_of(database, siti)).assignee}
    await helpline.close()


async def test_a_settled_referral_and_a_done_thing_remind_nobody(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await post_many(rina, f"{siti.path}/case/refer", ("entry", SHELTER), ("how", "chat"))
    await rina.post(f"{siti.path}/case/plan", todo="Call the shelter", day="2026-12-31")
    case = await case_of(database, siti)
    [referral], [item] = await database.read(referrals.of_case, case), await database.read(plans.of_case, case)
    await rina.post(f"{siti.path}/case/refer/step", referral=referral.id, to="declined")
    await rina.post(f"{siti.path}/case/plan/tick", item=item.id)
    clock.tick(timedelta(days=400))
    helpline = Helpline.of(database, clock)
    assert await helpline.schedule.reminders.look() == 0
    await helpline.close()


async def packet(browser: Browser, siti: Waiting, to: str = SHELTER) -> tuple[int, bytes]:
    answer = await browser.get(f"{siti.path}/case/packet?to={to}")
    return answer.status, await answer.read()


async def test_the_packet_holds_what_was_agreed_and_nothing_else(
    database: Database, rina: Browser, siti: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    whole = FPDF.multi_cell

    def noted(self: FPDF, w: float, h: float, text: str, **kwargs: object) -> object:
        written.append(text)
        return whole(self, w, h, text, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(FPDF, "multi_cell", noted)
    case = await case_of(database, siti)
    await database.write(cases.add_answers, case, {"amount": {"label": "Amount", "value": "1200 ringgit"}})
    care = {"wishes": "Saya ingin pulang", "safe_from": "20:00", "safe_until": "22:30", "manner": "No calls"}
    await rina.post(f"{siti.path}/case/care", **care)
    assert (await packet(rina, siti))[0] == 422
    await post_many(rina, f"{siti.path}/case/refer", ("entry", SHELTER), ("how", "chat"), ("scope", "story"))
    written.clear()
    status, pdf = await packet(rina, siti)
    assert (status, pdf[:5]) == (200, b"%PDF-")
    assert {"1200 ringgit", "Saya ingin pulang"} <= set(written)
    assert not any("Siti" in line or "No calls" in line for line in written)
    scopes = [("scope", "identity"), ("entry", SHELTER), ("how", "voice")]
    await post_many(rina, f"{siti.path}/case/consents", *scopes)
    written.clear()
    await packet(rina, siti)
    assert {"Siti", "20:00 22:30 No calls"} <= set(written)
    for consent in await database.read(consents.of_case, case):
        await rina.post(f"{siti.path}/case/consents/withdraw", consent=consent.id)
    assert (await packet(rina, siti))[0] == 422
    assert (await packet(rina, siti, "nobody"))[0] == 422


def test_a_character_that_the_plain_font_lacks_is_named_and_never_left_out() -> None:
    assert legible("Sakit 😭 dan “capek”") == 'Sakit [Loudly crying face] dan "capek"'
    assert legible("مرحبا").count("[") == 5
    assert "\x00" not in legible("a\x00b")


async def test_wishes_and_safe_times_are_kept_sealed_and_a_wrong_time_keeps_what_was_typed(
    database: Database, rina: Browser, siti: Waiting
) -> None:
    refused = await rina.post(f"{siti.path}/case/care", wishes="Pulang", safe_from="malam", safe_until="", manner="")
    text = await refused.text()
    assert (refused.status, "Please give times such as 20:00" in text, ">Pulang</textarea>" in text) == (422, True, True)
    assert (await rina.post(f"{siti.path}/case/care", wishes="Pulang", safe_from="20:00")).status == 303
    assert await database.read(cases.care, await case_of(database, siti)) == {
        "wishes": "Pulang",
        "manner": "",
        "safe_from": "20:00",
        "safe_until": "",
    }


async def test_cases_with_the_same_employer_find_each_other_and_a_family_member_does_not(
    database: Database, clock: FrozenClock, rina: Browser, wati: Browser, siti: Waiting
) -> None:
    other = await a_contact_who_waits(database, clock, "99002")
    await rina.post(f"{siti.path}/case/people", name="PT. Maju-Jaya", relation="employer", may_know="nothing")
    await wati.post(f"{other.path}/case/people", name="maju jaya", relation="employer")
    page = await (await rina.get(f"{siti.path}/case")).text()
    assert other.number in page
    await wati.post(f"{other.path}/case/people", name="Ibu Sri", relation="family")
    found = await database.read(people.of_case, await database.read(cases.get, other.case_id))
    assert {person.name for person in found} == {"maju jaya", "Ibu Sri"}
    [kept] = await database.read(people.of_case, await case_of(database, siti))
    await rina.post(f"{siti.path}/case/people/remove", who=kept.id)
    assert other.number not in await (await rina.get(f"{siti.path}/case")).text()
    assert (await rina.post(f"{siti.path}/case/people", name="X", relation="boss")).status == 422


def test_a_name_is_compared_without_titles_and_marks() -> None:
    assert name_to_compare("PT. Maju-Jaya, Tbk") == name_to_compare("maju jaya") == "maju jaya"


async def test_a_file_is_kept_with_its_hash_and_one_of_another_kind_is_refused(
    database: Database, rina: Browser, budi: Browser, siti: Waiting
) -> None:
    async def send(content: bytes, name: str) -> int:
        form = FormData({"csrf": rina.csrf})
        form.add_field("file", BytesIO(content), filename=name)
        return (await rina.ask("POST", f"{siti.path}/case/files", PAGE | HERE, data=form)).status

    assert await send(b"<script>alert(1)</script>", "photo.png") == 422
    assert await send(b"", "empty.png") == 422
    assert await send(PNG, 'surat "kontrak".png') == 303
    assert await send(PNG + bytes(2_000_000), "large.png") == 303
    kept = await database.read(case_files.of_case, await case_of(database, siti))
    assert [file.size for file in kept] == [len(PNG), len(PNG) + 2_000_000]
    answer = await rina.get(f"{siti.path}/case/files/{kept[0].id}")
    assert (await answer.read(), answer.headers["Content-Disposition"].split(";")[0]) == (PNG, "attachment")
    assert (await rina.get(f"{siti.path}/case/files/{'f' * 32}")).status == 404
    assert (await budi.get(f"{siti.path}/case/files/{kept[0].id}")).status == 403


async def test_a_case_that_is_put_off_comes_back_by_itself_and_when_the_contact_writes(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    assert (await rina.post(f"{siti.path}/snooze", case=siti.case_id, hours="24")).status == 303
    assert siti.number not in await (await rina.get("/queue")).text()
    assert siti.number in await (await rina.get("/queue?view=snoozed")).text()
    clock.tick(timedelta(hours=25))
    rina = await again(rina, database, clock)
    assert siti.number in await (await rina.get("/queue")).text()
    await rina.post(f"{siti.path}/snooze", case=siti.case_id, hours="24")
    case = await case_of(database, siti)
    await database.write(cases.wait, case, None)
    await database.write(cases.wait, case, clock.now())
    assert siti.number in await (await rina.get("/queue")).text()


async def again(browser: Browser, database: Database, clock: FrozenClock) -> Browser:
    from storage import staff
    from tests.console.people import signed_in

    member = next(member for member in await database.read(staff.everyone) if member.name == "Rina")
    return await signed_in(database, clock, browser.client, member)


async def test_what_is_in_danger_cannot_be_put_off(rina: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/severity", case=siti.case_id, severity="S1", reason="")
    for hours in ("1", "", "13", "-4"):
        assert (await rina.post(f"{siti.path}/snooze", case=siti.case_id, hours=hours)).status == 422


async def test_a_resolved_case_opens_again_when_the_contact_writes(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/reply", text="Sudah beres.", once="a")
    await rina.post(f"{siti.path}/resolve", case=siti.case_id)
    case = await case_of(database, siti)
    assert case.status is CaseStatus.RESOLVED
    await database.write(cases.wait, case, clock.now())
    assert (await case_of(database, siti)).status is CaseStatus.OPEN


async def test_a_case_is_opened_by_hand_only_where_there_is_none(database: Database, rina: Browser, siti: Waiting) -> None:
    assert (await rina.post(f"{siti.path}/open", topic="wages", severity="S3")).status == 409
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped", outcome="solved")
    assert (await rina.post(f"{siti.path}/open", topic="nonsense", severity="S3")).status == 422
    assert (await rina.post(f"{siti.path}/open", topic="health", severity="S2")).status == 303
    newest = (await database.read(cases.of_contact, siti.contact_id))[0]
    assert (newest.topic, newest.status) == ("health", CaseStatus.OPEN)


async def test_after_a_close_the_bot_asks_once_how_the_help_was(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="helped", outcome="partly")
    helpline = Helpline.of(database, clock)
    assert [await helpline.schedule.resuming.look() for _ in range(2)] == [1, 0]
    said = (await database.read(messages.latest, siti.conversation_id, siti.contact_id))[-1]
    assert [button.label for row in said.buttons for button in row][:3] == ["Ya", "Sedikit", "Tidak"]
    assert (await database.read(conversations.get, siti.conversation_id)).session is not None
    await helpline.close()


async def test_after_a_contact_who_stopped_nothing_is_asked(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await rina.post(f"{siti.path}/take-over")
    await rina.post(f"{siti.path}/close", case=siti.case_id, reason="contact_stopped")
    before = await database.read(messages.latest, siti.conversation_id, siti.contact_id)
    helpline = Helpline.of(database, clock)
    await helpline.schedule.resuming.look()
    assert await database.read(messages.latest, siti.conversation_id, siti.contact_id) == before
    await helpline.close()
