"""What the danger sense has read is shown to the counsellor in the words themselves."""

from helpline.messages import Author
from storage import cases, conversations, staff
from storage.database import Database
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting


async def test_the_words_that_spoke_of_danger_are_marked(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    def write(tx: Transaction) -> None:
        conversation = conversations.get(tx, siti.conversation_id)
        cases.assign(tx, cases.get(tx, siti.case_id), next(m.id for m in staff.everyone(tx) if m.name == "Rina"))
        lines = ["Saya dipukul <b>majikan</b> tiap hari", "selamat pagi kak"]
        made = [makers.a_message(clock, conversation, seq, text, Author.CONTACT) for seq, text in enumerate(lines, 1)]
        makers.keep(tx, conversation, *made)

    await database.write(write)
    text = await (await rina.get(siti.path)).text()
    assert "<mark>dipukul</mark>" in text
    assert "<b>" not in text
    assert text.count("read in these words; it may be wrong") == 1
