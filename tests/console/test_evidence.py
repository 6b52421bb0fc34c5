"""What the danger sense has read is shown in the words themselves, and corrected with one key."""

import pytest
from sqlalchemy import select

from console.quality import Row
from helpline.consent import CONSENT_VERSION
from helpline.events import Event
from helpline.messages import Author
from helpline.permissions import Role
from storage import contacts, conversations, corrections, events
from storage.corrections import Meant
from storage.database import Database
from storage.desk_tables import corrections as corrections_table
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_member, signed_in

pytestmark = pytest.mark.usefixtures("rinas_case")
GRAVE, HARMLESS = "Saya dipukul <b>majikan</b> tiap hari", "selamat pagi kak"


@pytest.fixture
async def written(database: Database, clock: FrozenClock, siti: Waiting) -> dict[str, str]:
    """Two messages of Siti's, by their words."""

    def write(tx: Transaction) -> dict[str, str]:
        conversation = conversations.get(tx, siti.conversation_id)
        pairs = enumerate((GRAVE, HARMLESS), 1)
        made = [makers.a_message(clock, conversation, seq, text, Author.CONTACT) for seq, text in pairs]
        makers.keep(tx, conversation, *made)
        return {message.text: message.id for message in made}

    return await database.write(write)


@pytest.mark.usefixtures("written")
async def test_the_words_that_spoke_of_danger_are_marked(rina: Browser, siti: Waiting) -> None:
    text = await (await rina.get(siti.path)).text()
    assert "<mark>dipukul</mark>" in text
    assert "<b>" not in text
    assert text.count("read in these words; it may be wrong") == 1


async def test_an_alarm_that_was_wrong_is_corrected_and_its_words_kept_only_with_consent(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, written: dict[str, str]
) -> None:
    async def kept() -> list[bool]:
        rows = await database.read(lambda tx: tx.connection.execute(select(corrections_table.c.text_sealed)).scalars().all())
        return [row is not None for row in rows]

    assert (await rina.post(f"{siti.path}/misread", message=written[GRAVE], meant="harmless")).status == 303
    assert await kept() == [False]
    assert "a counsellor has said: no danger" in await (await rina.get(siti.path)).text()

    def agree(tx: Transaction) -> None:
        contact = contacts.get(tx, siti.contact_id)
        contacts.save(tx, [contact.__class__(**{**vars(contact), "consent_version": CONSENT_VERSION})], clock.now())

    await database.write(agree)
    assert (await rina.post(f"{siti.path}/misread", message=written[HARMLESS], meant="danger")).status == 303
    assert sorted(await kept()) == [False, True]
    assert await database.read(corrections.of_conversation, siti.contact_id) == {
        written[GRAVE]: Meant.HARMLESS,
        written[HARMLESS]: Meant.DANGER,
    }


async def test_only_the_contacts_own_messages_and_only_two_meanings(
    rina: Browser, siti: Waiting, written: dict[str, str]
) -> None:
    assert (await rina.post(f"{siti.path}/misread", message="f" * 32, meant="danger")).status == 422
    assert (await rina.post(f"{siti.path}/misread", message=written[GRAVE], meant="x")).status == 400


async def test_the_weeks_are_counted_by_language(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting, written: dict[str, str]
) -> None:
    mia = await signed_in(database, clock, rina.client, await a_member(database, clock, "Mia", Role.MANAGER))
    assert "No alarm and no correction" in await (await mia.get("/quality")).text()

    def alarm(tx: Transaction) -> None:
        for _ in range(4):
            events.record(tx, Event.DANGER_SENSED, at=clock.now(), actor="bot", contact_id=siti.contact_id)

    await database.write(alarm)
    await rina.post(f"{siti.path}/misread", message=written[GRAVE], meant="harmless")
    await rina.post(f"{siti.path}/misread", message=written[HARMLESS], meant="danger")
    text = await (await mia.get("/quality")).text()
    assert "75 %" in text  # three right of the three and the one that was missed
    assert (await rina.get("/quality")).status == 403


def test_nothing_to_judge_is_no_figure(clock: FrozenClock) -> None:
    assert Row(clock.now().date(), "id", 0, 0, 0).recall is None
    assert Row(clock.now().date(), "id", 1, 1, 0).recall is None
