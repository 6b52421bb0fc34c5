"""Nobody falls silent unnoticed: asked in their own time, heard whatever they say, missed by a human when they say nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.checkins import planning
from bot.turn import Turn, finish_all
from helpline.cases import Case
from helpline.checkins.hours import Hours
from helpline.checkins.plan import Plan, PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.delivery import Attempt, Outcome
from helpline.events import Event
from helpline.severity import Severity
from helpline.takeover import take_over
from helpline.topics import Topic
from storage import cases, check_in_plans, check_ins, conversations, events, inbox, tasks
from storage.check_ins import CheckIn
from storage.tables import inbox as inbox_table
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.house import furnished
from tests.letterbox import Letterbox, case_of, conversation_at
from tests.makers import a_counsellor
from tests.turns.conftest import NotingWire

EVENING = Hours("Asia/Hong_Kong", time(21))
QUESTION = "Halo, apa kabar hari ini?"
DAY = timedelta(days=1)


@pytest.fixture
def siti(box: Letterbox) -> Person:
    return box.person(77001, "Siti")


async def with_turn(box: Letterbox, person: Person, work: Callable[[Turn], object]) -> None:
    """Do something to a contact as a turn would."""

    def do(tx: Transaction) -> None:
        conversation, _messages = conversation_at(tx, str(person.chat))
        case = cases.current(tx, conversation.contact.id)
        turn = Turn(tx, furnished(), box.helpline.clock, box.helpline.clock.now(), conversation, case)
        turn.origin = box.helpline.clock.new_id()
        work(turn)
        finish_all([turn])

    await box.helpline.database.write(do)


async def planned(box: Letterbox, person: Person, kind: PlanKind = PlanKind.ABROAD, hours: Hours = EVENING) -> None:
    """The person has written before, and has a plan of this kind that begins today; the clock reads 10:00 in Hong Kong."""
    await box.says(person, "halo")
    today = hours.local(box.helpline.clock.now()).date()
    await with_turn(box, person, lambda turn: planning.set_plan(turn, Plan(kind, today, hours)))


async def watches(box: Letterbox, person: Person) -> list[Watch]:
    def read(tx: Transaction) -> list[Watch]:
        return check_in_plans.of_contact(tx, conversation_at(tx, str(person.chat))[0].contact.id)

    return await box.helpline.database.read(read)


async def history(box: Letterbox, person: Person) -> list[CheckIn]:
    def read(tx: Transaction) -> list[CheckIn]:
        return check_ins.of_contact(tx, conversation_at(tx, str(person.chat))[0].contact.id)[::-1]

    return await box.helpline.database.read(read)


async def look_at(box: Letterbox, clock: FrozenClock, when: datetime) -> int:
    clock.time = when
    return await box.helpline.schedule.check_ins.look()


async def asked(box: Letterbox, clock: FrozenClock, person: Person) -> datetime:
    """Go to the first question, and have it asked."""
    (watch,) = [watch for watch in await watches(box, person) if watch.plan.kind is not PlanKind.CONTRACT_END]
    assert watch.asks_at
    assert await look_at(box, clock, watch.asks_at) == 1
    return watch.asks_at


async def happened(box: Letterbox, event: Event) -> int:
    def count(tx: Transaction) -> int:
        return sum(fact.event is event for fact in events.since(tx, 0, limit=1000))

    return await box.helpline.database.read(count)


async def test_the_question_comes_in_the_window_of_the_contacts_own_clock(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    before = await box.heard_by(siti)
    assert await look_at(box, clock, datetime(2026, 11, 25, 12, 59, 50, tzinfo=UTC)) == 0
    assert await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC)) == 1  # nine in the evening in Hong Kong
    assert (await box.heard_by(siti))[len(before) :] == [QUESTION]


async def test_many_looks_ask_once(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await asked(box, clock, siti)
    for _look in range(3):
        assert await box.helpline.schedule.check_ins.look() == 0
    assert (await box.heard_by(siti)).count(QUESTION) == 1


async def test_a_worker_whose_clock_is_five_minutes_ahead_does_not_ask_twice(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await box.says(siti, "baik")
    for skew in (timedelta(minutes=-5), timedelta(0), timedelta(minutes=5)):
        await look_at(box, clock, due + skew)
    assert (await box.heard_by(siti)).count(QUESTION) == 1


async def test_an_answer_ends_the_wait_and_the_plan_goes_on(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await box.says(siti, "[Baik]", "ya")
    (kept,) = await history(box, siti)
    assert (kept.state, kept.answers) == ("answered", {"check_in": "good", "wages_paid": "yes"})
    (watch,) = await watches(box, siti)
    assert watch.asks_at == due + DAY  # the second of the first three days
    assert await case_of(box.helpline.database, siti) is None


@pytest.mark.parametrize("said", ["halo kak", "[Baik]", "menu"])
async def test_whatever_is_sent_is_a_sign_of_life(box: Letterbox, clock: FrozenClock, siti: Person, said: str) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await box.says(siti, said)
    await look_at(box, clock, due + timedelta(hours=23))
    assert (await history(box, siti))[0].state == "answered"
    assert await happened(box, Event.CHECK_IN_NUDGED) == 0


async def test_silence_climbs_to_a_human(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    due = await asked(box, clock, siti)
    await look_at(box, clock, due + DAY - timedelta(seconds=1))
    assert await happened(box, Event.CHECK_IN_NUDGED) == 0
    await look_at(box, clock, due + DAY)
    assert (await box.heard_by(siti))[-1] == f"Halo lagi. Tidak usah buru-buru, kalau sempat saja.\n\n{QUESTION}"
    await look_at(box, clock, due + 2 * DAY)
    assert (await box.heard_by(siti))[-1].startswith("Lagi sibuk, ya?")
    assert await case_of(box.helpline.database, siti) is None
    await look_at(box, clock, due + 3 * DAY)
    case = await case_of(box.helpline.database, siti)
    assert case
    assert (case.topic, case.severity) == (Topic.SILENCE, Severity.S2)
    assert await happened(box, Event.CHECK_IN_MISSED) == 1
    assert [one.state for one in await history(box, siti)] == ["missed"]


async def test_after_an_urgent_case_a_silence_of_four_hours_calls_the_counsellors(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti, PlanKind.AFTERCARE)
    due = await asked(box, clock, siti)
    await look_at(box, clock, due + timedelta(hours=2))  # eleven at night: the window has closed, nothing is said
    assert await happened(box, Event.CHECK_IN_NUDGED) == 0


async def test_a_nudge_outside_the_window_never_delays_the_human(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    """The short ladder: a second line after two hours where the window allows, a human two hours later all the same."""
    await planned(box, siti, PlanKind.AFTERCARE)
    due = await asked(box, clock, siti)
    deadline = due + timedelta(hours=4)
    await look_at(box, clock, due + timedelta(hours=2))
    await look_at(box, clock, deadline - timedelta(seconds=1))
    assert await happened(box, Event.CHECK_IN_MISSED) == 0
    await look_at(box, clock, deadline + timedelta(seconds=10))
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.severity is Severity.S1
    assert await happened(box, Event.COUNSELLORS_CALLED) == 1


async def test_while_the_case_is_a_crisis_every_plan_climbs_fast(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await with_turn(box, siti, lambda turn: turn.open_case(Topic.VIOLENCE, Severity.S1))
    due = await asked(box, clock, siti)
    await look_at(box, clock, due + timedelta(hours=4))
    assert await happened(box, Event.CHECK_IN_MISSED) == 1


async def test_three_days_of_downtime_ask_nothing_late_and_tell_a_human_once(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti, hours=Hours("Asia/Hong_Kong", time(21), frozenset({6})))  # Sundays only
    (watch,) = await watches(box, siti)
    assert watch.asks_at == datetime(2026, 11, 29, 13, tzinfo=UTC)
    for _look in range(3):
        await look_at(box, clock, watch.asks_at + 3 * DAY)
    assert QUESTION not in await box.heard_by(siti)
    assert [one.state for one in await history(box, siti)] == ["late"]
    assert [task.kind for task in await box.helpline.database.read(tasks.open_tasks)] == ["check_in"]
    (after,) = await watches(box, siti)
    assert after.asks_at == watch.asks_at + 7 * DAY


async def test_a_few_hours_late_waits_for_the_next_window(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    (watch,) = await watches(box, siti)
    assert watch.asks_at
    await look_at(box, clock, watch.asks_at + timedelta(hours=5))  # two at night in Hong Kong
    assert QUESTION not in await box.heard_by(siti)
    await look_at(box, clock, watch.asks_at + DAY)
    assert (await box.heard_by(siti)).count(QUESTION) == 1


async def test_a_clock_that_jumps_a_year_tells_a_human_and_comes_back(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    due = (await watches(box, siti))[0].asks_at
    assert due
    await look_at(box, clock, due + 365 * DAY)
    assert QUESTION not in await box.heard_by(siti)
    clock.time = due + timedelta(minutes=1)
    assert await box.helpline.schedule.check_ins.mend() == 1  # the plan stands a year ahead of its own rhythm
    (watch,) = await watches(box, siti)
    assert watch.asks_at == due + DAY


async def test_who_blocks_the_helpline_reaches_a_human_at_once(
    box: Letterbox, clock: FrozenClock, siti: Person, wire: NotingWire
) -> None:
    await planned(box, siti)
    await box.helpline.postman.deliver_once()
    await asked(box, clock, siti)
    wire.next = [Attempt(Outcome.UNREACHABLE, reason="blocked")]
    await box.helpline.postman.deliver_once()
    await box.helpline.schedule.check_ins.look()
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.topic is Topic.SILENCE
    assert [one.state for one in await history(box, siti)] == ["unreachable"]


async def test_while_a_counsellor_has_the_conversation_the_bot_asks_nothing(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)

    def take(tx: Transaction) -> None:
        conversation, _messages = conversation_at(tx, str(siti.chat))
        later = clock.now() + 30 * DAY
        taken = take_over(conversation.ownership, a_counsellor(tx, clock), clock.now(), timedelta(days=60))
        assert taken.lease_until
        assert taken.lease_until > later
        conversations.set_ownership(tx, conversation.id, conversation.ownership, taken)

    await box.helpline.database.write(take)
    await asked(box, clock, siti)
    assert QUESTION not in await box.heard_by(siti)
    assert [one.state for one in await history(box, siti)] == ["with_human"]


async def test_not_now_is_asked_again_the_next_day(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti, PlanKind.FAMILY)
    due = await asked(box, clock, siti)
    await box.says(siti, "nanti saja")
    (watch,) = await watches(box, siti)
    assert watch.asks_at == due + DAY


async def test_answers_that_grow_worse_raise_the_case_by_themselves(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    for second in ("tidak", "tidak"):
        await asked(box, clock, siti)
        await box.says(siti, "[Baik]", second)
    assert await case_of(box.helpline.database, siti) is None
    await asked(box, clock, siti)
    await box.says(siti, "capek kak")
    case = await case_of(box.helpline.database, siti)
    assert case
    assert (case.severity, case.topic) == (Severity.S2, Topic.CONDITIONS)
    assert await happened(box, Event.CHECK_INS_WORSEN) == 1


async def test_danger_in_an_answer_is_read_before_anything_else(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await asked(box, clock, siti)
    await box.says(siti, "saya dipukul majikan tiap hari")
    case = await case_of(box.helpline.database, siti)
    assert case
    assert case.severity is Severity.S1


async def test_two_plans_that_fall_on_one_day_ask_one_question(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    today = EVENING.local(clock.now()).date()
    await with_turn(box, siti, lambda turn: planning.set_plan(turn, Plan(PlanKind.AFTERCARE, today, EVENING)))
    await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert (await box.heard_by(siti)).count(QUESTION) == 1
    assert sorted(one.state for one in await history(box, siti)) == ["asked", "merged"]


async def test_who_is_writing_at_this_moment_is_not_asked_in_the_middle_of_it(
    box: Letterbox, clock: FrozenClock, siti: Person
) -> None:
    await planned(box, siti)
    clock.time = datetime(2026, 11, 25, 12, 55, tzinfo=UTC)
    await box.says(siti, "menu")
    await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert QUESTION not in await box.heard_by(siti)
    await look_at(box, clock, datetime(2026, 11, 25, 13, 10, tzinfo=UTC))
    assert QUESTION in await box.heard_by(siti)


class TestWishes:
    async def test_a_contact_sets_day_and_hour_in_the_chat(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await box.says(siti, "halo", "menu", "[Sapaan rutin]", "atur", "pmi", "3 bulan lalu", "20 Mei 2028", "hongkong")
        await box.says(siti, "minggu", "jam 9 malam", "tiap minggu")
        assert (await box.heard_by(siti))[-1].startswith("Kami menyapa lagi 29/11/2026, mulai jam 21.00 (Hong Kong).")
        abroad, contract = await watches(box, siti)
        assert (abroad.plan.kind, abroad.plan.anchor, abroad.plan.every) == (PlanKind.ABROAD, date(2026, 8, 24), 7)
        assert (contract.plan.kind, contract.plan.anchor) == (PlanKind.CONTRACT_END, date(2028, 5, 20))

    async def test_a_move_to_another_country_moves_the_hour(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await planned(box, siti)
        await with_turn(box, siti, lambda turn: planning.move(turn, "Asia/Riyadh"))
        (watch,) = await watches(box, siti)
        assert watch.asks_at == datetime(2026, 11, 25, 18, 0, tzinfo=UTC)  # nine in the evening in Riyadh
        await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
        assert QUESTION not in await box.heard_by(siti)

    async def test_planned_silence_is_respected(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await planned(box, siti)
        due = await asked(box, clock, siti)
        await box.says(siti, "menu", "[Sapaan rutin]", "jeda", "[1 bulan]")
        (watch,) = await watches(box, siti)
        assert watch.state is PlanState.PAUSED
        assert watch.look_at
        assert watch.look_at > due + 29 * DAY
        assert await look_at(box, clock, due + 20 * DAY) == 0
        assert await look_at(box, clock, watch.look_at) == 1
        assert (await watches(box, siti))[0].state is PlanState.ACTIVE

    @pytest.mark.parametrize("wish", [("menu", "[Sapaan rutin]", "[Jangan disapa lagi]"), ("berhenti", "[Berhenti dulu]")])
    async def test_who_wants_no_more_of_it_is_left_alone(
        self, box: Letterbox, clock: FrozenClock, siti: Person, wish: tuple[str, ...]
    ) -> None:
        await planned(box, siti)
        await box.says(siti, *wish)
        assert [watch.state for watch in await watches(box, siti)] == ["stopped"]
        assert await look_at(box, clock, clock.now() + 100 * DAY) == 0


class TestSafeWord:
    WORD = "martabak jalan kenanga"

    async def agree(self, box: Letterbox, siti: Person) -> None:
        await box.says(siti, "menu", "[Sapaan rutin]", "[Kata milik kita]", "[Pilih kata]", self.WORD)

    async def test_the_word_is_kept_nowhere(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await planned(box, siti)
        await self.agree(box, siti)

        def everything(tx: Transaction) -> str:
            conversation, spoken = conversation_at(tx, str(siti.chat))
            raws = [inbox.raw(tx, id) for id in tx.connection.execute(select(inbox_table.c.id)).scalars().all()]
            return repr((conversation, [message.text for message in spoken], raws))

        kept = await box.helpline.database.read(everything)
        assert "kenanga" not in kept
        assert "•••" in kept

    async def test_said_it_calls_a_human_and_the_contact_sees_an_ordinary_answer(
        self, box: Letterbox, clock: FrozenClock, siti: Person
    ) -> None:
        budi = box.person(77002, "Budi")
        heard = []
        for person, words in (
            (siti, f"baik kak, tadi beli {self.WORD} enak"),
            (budi, "baik kak, tadi beli bakso dua porsi enak"),
        ):
            await planned(box, person)
            await self.agree(box, person)
            due = (await watches(box, person))[0].asks_at
            assert due
            await look_at(box, clock, due)
            before = len(await box.heard_by(person))
            await box.says(person, words)
            assert await box.helpline.schedule.safe_words.look() == 1
            heard.append((await box.heard_by(person))[before:])
            clock.time = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
        assert heard[0] == heard[1]
        assert await case_of(box.helpline.database, budi) is None
        case = await case_of(box.helpline.database, siti)
        assert case
        assert (case.topic, case.severity) == (Topic.SAFE_WORD, Severity.S1)

    async def test_in_the_hearing_of_a_counsellor_it_is_heard_too(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await planned(box, siti)
        await self.agree(box, siti)
        await box.says(siti, "menu", "[Bicara dengan petugas]", "lewati", "MARTABAK, jalan Kenanga!")
        await box.helpline.schedule.safe_words.look()
        case: Case | None = await case_of(box.helpline.database, siti)
        assert case
        assert case.severity is Severity.S1
        assert await happened(box, Event.SAFE_WORD_SAID) == 1

    async def test_forgotten_it_means_nothing(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        await planned(box, siti)
        await self.agree(box, siti)
        await box.says(siti, "menu", "[Sapaan rutin]", "[Kata milik kita]", "[Lupakan kata saya]", self.WORD)
        await box.helpline.schedule.safe_words.look()
        assert await happened(box, Event.SAFE_WORD_SAID) == 0


class TestTrust:
    async def linked(self, box: Letterbox, siti: Person, ibu: Person, scope: str) -> None:
        await box.says(siti, "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Buat kode untuknya]", scope)
        told = next(text for text in reversed(await box.heard_by(siti)) if "Ini kodenya" in text)
        code = told.split("Ini kodenya: ")[1][:9]
        await box.says(ibu, "halo", "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Saya diberi kode]", code.lower())

    async def silent(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        due = await asked(box, clock, siti)
        for days in (1, 2, 3):
            await look_at(box, clock, due + days * DAY)
        await box.helpline.schedule.telling.look()

    async def test_told_at_once_where_agreed_and_only_that_no_answer_came(
        self, box: Letterbox, clock: FrozenClock, siti: Person
    ) -> None:
        ibu = box.person(77009, "Ibu")
        await planned(box, siti)
        await self.linked(box, siti, ibu, "[Ya, langsung saja]")
        await self.silent(box, clock, siti)
        last = (await box.heard_by(ibu))[-1]
        assert last.startswith("Seseorang yang memercayai Anda belum menjawab")
        assert "Siti" not in last
        await box.helpline.schedule.telling.look()
        assert (await box.heard_by(ibu)).count(last) == 1

    @pytest.mark.parametrize("scope", ["[Ya, kalau petugas setuju]", "[Tidak, jangan]"])
    async def test_without_a_counsellors_go_nobody_is_told(
        self, box: Letterbox, clock: FrozenClock, siti: Person, scope: str
    ) -> None:
        ibu = box.person(77009, "Ibu")
        await planned(box, siti)
        await self.linked(box, siti, ibu, scope)
        before = await box.heard_by(ibu)
        await self.silent(box, clock, siti)
        assert await box.heard_by(ibu) == before

    async def test_either_side_ends_it(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        ibu = box.person(77009, "Ibu")
        await planned(box, siti)
        await self.linked(box, siti, ibu, "[Ya, langsung saja]")
        await box.says(ibu, "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Putuskan sambungan]")
        before = await box.heard_by(ibu)
        await self.silent(box, clock, siti)
        assert await box.heard_by(ibu) == before

    async def test_a_code_serves_once_and_never_oneself(self, box: Letterbox, clock: FrozenClock, siti: Person) -> None:
        ibu, orang_lain = box.person(77009, "Ibu"), box.person(77010, "Orang lain")
        await planned(box, siti)
        await self.linked(box, siti, ibu, "[Ya, langsung saja]")
        code = next(t for t in await box.heard_by(siti) if "Ini kodenya" in t).split("Ini kodenya: ")[1][:9]
        for person in (orang_lain, siti):
            await box.says(person, "halo", "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Saya diberi kode]", code)
            assert any("tidak kami kenal" in text for text in await box.heard_by(person))
