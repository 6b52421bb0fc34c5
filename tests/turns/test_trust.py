"""Somebody who is trusted: linked by the contact's own code, told one thing only, and only as agreed."""

import pytest

from tests.checkins import DAY, asked, look_at, planned
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox


@pytest.fixture
def siti(box: Letterbox) -> Person:
    return box.person(77001, "Siti")


async def linked(box: Letterbox, siti: Person, ibu: Person, scope: str) -> None:
    await box.says(siti, "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Buat kode untuknya]", scope)
    told = next(text for text in reversed(await box.heard_by(siti)) if "Ini kodenya" in text)
    code = told.split("Ini kodenya: ")[1][:9]
    await box.says(ibu, "halo", "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Saya diberi kode]", code.lower())


async def silent(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    due = await asked(box, clock, siti)
    for days in (1, 2, 3):
        await look_at(box, clock, due + days * DAY)
    await box.helpline.schedule.telling.look()


async def test_told_at_once_where_agreed_and_only_that_no_answer_came(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    ibu = box.person(77009, "Ibu")
    await planned(box, siti)
    await linked(box, siti, ibu, "[Ya, langsung saja]")
    await silent(box, clock, siti)
    last = (await box.heard_by(ibu))[-1]
    assert last.startswith("Seseorang yang memercayai Anda belum menjawab")
    assert "Siti" not in last
    await box.helpline.schedule.telling.look()
    assert (await box.heard_by(ibu)).count(last) == 1


@pytest.mark.parametrize("scope", ["[Ya, kalau petugas setuju]", "[Tidak, jangan]"])
async def test_without_a_counsellors_go_nobody_is_told(box: Letterbox, clock: FrozenClock, siti: Person, scope: str) -> None:
    ibu = box.person(77009, "Ibu")
    await planned(box, siti)
    await linked(box, siti, ibu, scope)
    before = await box.heard_by(ibu)
    await silent(box, clock, siti)
    assert await box.heard_by(ibu) == before


async def test_either_side_ends_it(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    ibu = box.person(77009, "Ibu")
    await planned(box, siti)
    await linked(box, siti, ibu, "[Ya, langsung saja]")
    await box.says(ibu, "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Putuskan sambungan]")
    before = await box.heard_by(ibu)
    await silent(box, clock, siti)
    assert await box.heard_by(ibu) == before


async def test_a_code_serves_once_and_never_oneself(box: Letterbox, clock: FrozenClock, siti: Person) -> None:
    ibu, orang_lain = box.person(77009, "Ibu"), box.person(77010, "Orang lain")
    await planned(box, siti)
    await linked(box, siti, ibu, "[Ya, langsung saja]")
    code = next(t for t in await box.heard_by(siti) if "Ini kodenya" in t).split("Ini kodenya: ")[1][:9]
    for person in (orang_lain, siti):
        await box.says(person, "halo", "menu", "[Sapaan rutin]", "[Orang yang saya percaya]", "[Saya diberi kode]", code)
        assert any("tidak kami kenal" in text for text in await box.heard_by(person))
