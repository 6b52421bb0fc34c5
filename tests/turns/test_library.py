"""The library changes while people learn: every process takes up what was published, without a restart and without a fault."""

from collections.abc import AsyncIterator

import pytest

from content.shelf import Shelf
from helpline.editions import Change, Edition, EditionState, Row
from helpline.messages import Author
from storage import editions
from storage.database import Database
from storage.transaction import Transaction
from suluh.checking import edited
from tests import makers
from tests.clock import FrozenClock
from tests.house import Helpline, a_house
from tests.letterbox import Letterbox
from tests.turns.conftest import NotingWire

IN_A_LESSON = ("halo", "menu", "belajar", "[Pelajaran singkat]", "[Malaysia]", "[Rumah tangga]", "[Belum tahu]")


@pytest.fixture
async def helpline(database: Database, clock: FrozenClock, wire: NotingWire) -> AsyncIterator[Helpline]:
    made = Helpline.of(database, clock, wire, house=a_house())
    yield made
    await made.close()


def publish(tx: Transaction, clock: FrozenClock, key: str, change: Change, row: Row | None = None) -> None:
    """What two people at the desk do in some other process."""
    siti = makers.a_counsellor(tx, clock)
    number = len(editions.history(tx, key)) + 1
    made = Edition(clock.new_id(), key, number, EditionState.REVIEW, change, row, "", "", siti, clock.now())
    editions.add(tx, made)
    editions.decide(tx, made, publish=True, by=makers.a_counsellor(tx, clock), at=clock.now())


async def said(box: Letterbox, who: object) -> str:
    _conversation, kept = await box.conversation_of(who)  # type: ignore[arg-type]
    return "\n".join(m.text for m in kept if m.author is Author.BOT)


async def lesson_of(box: Letterbox, who: object) -> str:
    conversation, _kept = await box.conversation_of(who)  # type: ignore[arg-type]
    assert conversation.session is not None
    return str(conversation.session["thread"]["answers"]["lesson"])


async def test_a_published_text_is_read_by_every_process_at_once(
    database: Database, clock: FrozenClock, wire: NotingWire, box: Letterbox
) -> None:
    second = Letterbox(Helpline.of(database, clock, wire, house=a_house()))
    second.update_ids = box.update_ids
    siti, dewi = box.person(), second.person(77002, "Dewi")
    await box.says(siti, *IN_A_LESSON)
    key = f"lessons/{await lesson_of(box, siti)}"
    row = {**Shelf().shipped_rows[key], "title": "Judul dari meja"}
    await database.write(publish, clock, key, Change.TEXT, row)
    await second.says(dewi, *IN_A_LESSON)
    assert "Judul dari meja" in await said(second, dewi)
    await second.helpline.close()


async def test_a_lesson_withdrawn_while_somebody_is_in_it_ends_kindly_and_the_next_one_comes(
    database: Database, clock: FrozenClock, box: Letterbox
) -> None:
    siti = box.person()
    await box.says(siti, *IN_A_LESSON)
    first = await lesson_of(box, siti)
    await database.write(publish, clock, f"lessons/{first}", Change.WITHDRAWN)
    await box.says(siti, "1")
    assert "baru saja ditarik untuk diperbaiki" in await said(box, siti)
    assert await lesson_of(box, siti) != first


async def test_what_cannot_stand_stops_nobody(database: Database, clock: FrozenClock, box: Letterbox) -> None:
    siti = box.person()
    await database.write(publish, clock, "lessons/heat", Change.TEXT, {"id": "heat"})
    await box.says(siti, *IN_A_LESSON)
    assert "❓" in await said(box, siti)
    assert box.helpline.turns.intake.house.shelf.refused == ("lessons/heat",)


async def test_the_worker_takes_it_up_before_it_looks(database: Database, clock: FrozenClock, helpline: Helpline) -> None:
    await database.write(publish, clock, "lessons/heat", Change.WITHDRAWN)
    await database.read(helpline.schedule.catch_up)
    assert "heat" not in helpline.schedule.house.library.lessons


async def test_the_check_names_what_cannot_be_shown_and_what_was_shipped_since(database: Database, clock: FrozenClock) -> None:
    shelf = Shelf()
    await database.write(publish, clock, "lessons/heat", Change.TEXT, {"id": "heat"})
    await database.write(publish, clock, "lessons/cold", Change.TEXT, shelf.shipped_rows["lessons/cold"])
    await database.write(publish, clock, "lessons/burns", Change.SHIPPED)
    said = await database.read(edited, shelf)
    assert said[0] == "Library: 3 entries were changed at the desk."
    assert "Warning: lessons/heat was published at the desk, and this version cannot show it." in said
    assert "Warning: lessons/cold was changed at the desk; a newer text was shipped since." in said
    assert not any("burns" in line for line in said)
