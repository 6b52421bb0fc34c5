"""What a contact wishes of the check-ins: day and hour, another country, a pause, no more of it."""

from datetime import UTC, date, datetime

import pytest

from bot.checkins import planning
from helpline.checkins.plan import PlanKind
from helpline.checkins.watch import PlanState
from tests.checkins import DAY, QUESTION, asked, look_at, planned, watches, with_turn
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox


@pytest.fixture
def siti(box: Letterbox) -> Person:
    return box.person(77001, "Siti")


async def test_a_contact_sets_day_and_hour_in_the_chat(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await box.says(siti, "halo", "menu", "[Sapaan rutin]", "atur", "pmi", "3 bulan lalu", "20 Mei 2028", "hongkong")
    await box.says(siti, "minggu", "jam 9 malam", "tiap minggu")
    assert (await box.heard_by(siti))[-1].startswith("Kami menyapa lagi Minggu, 29 November 2026, mulai jam 21.00 (Hong Kong).")
    abroad, contract = await watches(box, siti)
    assert (abroad.plan.kind, abroad.plan.anchor, abroad.plan.every) == (PlanKind.ABROAD, date(2026, 8, 24), 7)
    assert (contract.plan.kind, contract.plan.anchor) == (PlanKind.CONTRACT_END, date(2028, 5, 20))


async def test_a_move_to_another_country_moves_the_hour(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    await planned(box, siti)
    await with_turn(box, siti, lambda turn: planning.move(turn, "Asia/Riyadh"))
    (watch,) = await watches(box, siti)
    assert watch.asks_at == datetime(2026, 11, 25, 18, 0, tzinfo=UTC)  # nine in the evening in Riyadh
    await look_at(box, clock, datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert QUESTION not in await box.heard_by(siti)


async def test_planned_silence_is_respected(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
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
    box: Letterbox, clock: FrozenClock, siti: Person, wish: tuple[str, ...]
) -> None:
    await planned(box, siti)
    await box.says(siti, *wish)
    assert [watch.state for watch in await watches(box, siti)] == ["stopped"]
    assert await look_at(box, clock, clock.now() + 100 * DAY) == 0
