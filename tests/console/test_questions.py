"""Questions without a card, and calls to check the directory: seen to by who edits the library, and recorded."""

from datetime import timedelta

from helpline.directory import Heard
from helpline.permissions import Role
from storage import audit, number_checks, questions
from storage.database import Database
from storage.questions import Question
from tests.clock import FrozenClock
from tests.console.people import Browser, a_member, signed_in

KBRI = "sa-kbri-riyadh"


def asked(clock: FrozenClock, words: str, country: str | None = "HK") -> Question:
    return Question(clock.new_id(), words, "id", country, 1, clock.now())


async def test_what_was_asked_most_stands_first_until_it_is_done(database: Database, clock: FrozenClock, wati: Browser) -> None:
    for words in ("berapa lama masa percobaan", "boleh bawa kucing", "Boleh  bawa kucing"):
        await database.write(questions.keep, asked(clock, words))
    first, second = await database.read(questions.waiting)
    assert (first.words, first.times, second.times) == ("boleh bawa kucing", 2, 1)
    text = await (await wati.get("/questions")).text()
    assert text.index("boleh bawa kucing") < text.index("berapa lama masa percobaan")
    assert (await wati.post(f"/questions/{first.id}/done")).status == 303
    assert "boleh bawa kucing" not in await (await wati.get("/questions")).text()
    assert (await wati.post(f"/questions/{first.id}/done")).status == 303  # done twice is done
    await database.write(questions.keep, asked(clock, "boleh bawa kucing"))
    assert "boleh bawa kucing" in await (await wati.get("/questions")).text()


async def test_questions_are_for_who_edits_the_library(database: Database, clock: FrozenClock, wati: Browser) -> None:
    editor = await signed_in(database, clock, wati.client, await a_member(database, clock, "Eka", Role.EDITOR))
    counsellor = await signed_in(database, clock, wati.client, await a_member(database, clock, "Kiki", Role.COUNSELLOR))
    assert (await editor.get("/questions")).status == 200
    assert (await counsellor.get("/questions")).status == 403
    assert (await counsellor.post(f"/directory/{KBRI}/checked", heard="answered")).status == 403


async def test_a_call_is_kept_with_who_called_and_what_was_heard(database: Database, clock: FrozenClock, wati: Browser) -> None:
    assert f'id="{KBRI}"' in await (await wati.get("/directory?stale=yes")).text()
    assert (await wati.post(f"/directory/{KBRI}/checked", heard="answered", note="Bu Ani, masih benar")).status == 303
    check = (await database.read(number_checks.latest))[KBRI]
    assert (check.heard, check.note) == (Heard.ANSWERED, "Bu Ani, masih benar")
    assert f'id="{KBRI}"' not in await (await wati.get("/directory?stale=yes")).text()
    assert "Bu Ani, masih benar" in await (await wati.get("/directory?word=riyadh")).text()
    entries = await database.read(audit.latest)
    assert ("edit_library", KBRI, True) in {(entry.action, entry.subject, entry.granted) for entry in entries}


async def test_a_number_wants_another_call_after_ninety_days_or_when_it_was_wrong(
    database: Database, clock: FrozenClock, wati: Browser
) -> None:
    assert (await wati.post(f"/directory/{KBRI}/checked", heard="wrong", note="")).status == 303
    assert f'id="{KBRI}"' in await (await wati.get("/directory?stale=yes")).text()
    await database.write(
        number_checks.add,
        number_checks.NumberCheck(
            clock.new_id(),
            KBRI,
            (await database.read(number_checks.latest))[KBRI].staff_id,
            clock.now() - timedelta(days=91),
            Heard.ANSWERED,
            "",
        ),
    )
    assert f'id="{KBRI}"' in await (await wati.get("/directory?stale=yes")).text()


async def test_a_call_to_what_is_not_in_the_directory_is_refused(wati: Browser) -> None:
    assert (await wati.post("/directory/no-such-entry/checked", heard="answered")).status == 404
    assert (await wati.post(f"/directory/{KBRI}/checked", heard="maybe")).status == 404
