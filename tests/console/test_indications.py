"""The signs of forced labour on the page of the case: in words, quoted, with the way to the message; for who may read alone."""

from helpline.messages import Author
from storage import cases, conversations
from storage.database import Database
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting

SAID = ("gaji saya tidak dibayar 5 bulan", "paspor saya ditahan agen", "saya dikunci di rumah", "<b>saya dipukul majikan</b>")


async def written(database: Database, clock: FrozenClock, siti: Waiting, *texts: str) -> None:
    def keep(tx: Transaction) -> None:
        talk = conversations.get(tx, siti.conversation_id)
        lines = [makers.a_message(clock, talk, number, text, Author.CONTACT) for number, text in enumerate(texts, 1)]
        makers.keep(tx, talk, *lines)

    await database.write(keep)


async def test_each_sign_stands_in_words_with_what_was_said_and_where(
    database: Database, clock: FrozenClock, rinas_case: None, rina: Browser, siti: Waiting
) -> None:
    await written(database, clock, siti, *SAID)
    page = await (await rina.get(f"{siti.path}/case")).text()
    for label, seq in (
        ("Wages withheld", 1),
        ("Papers kept by others", 2),
        ("Cannot go out or leave", 3),
        ("Violence to body", 4),
    ):
        assert label in page
        assert f'{siti.path}?after=0#m{seq}"' in page
    assert "Several signs of forced labour" in page
    assert "They prove nothing" in page
    assert "<b>saya" not in page


async def test_ordinary_talk_shows_none(
    database: Database, clock: FrozenClock, rinas_case: None, rina: Browser, siti: Waiting
) -> None:
    await written(database, clock, siti, "selamat pagi", "terima kasih banyak")
    assert "indications" not in await (await rina.get(f"{siti.path}/case")).text()


async def test_who_may_not_read_the_talk_sees_none_of_it(
    database: Database, clock: FrozenClock, rinas_case: None, budi: Browser, siti: Waiting
) -> None:
    await written(database, clock, siti, *SAID)
    await database.write(lambda tx: cases.wait(tx, cases.get(tx, siti.case_id), None))
    answer = await budi.get(f"{siti.path}/case")
    assert answer.status == 403
    assert "Wages withheld" not in await answer.text()
