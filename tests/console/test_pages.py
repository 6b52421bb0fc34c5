"""Pages: what is shown, that it is shown as text, and that the list holds no name and no content."""

import dataclasses
from datetime import timedelta

import pytest

from helpline.delivery import Delivery
from helpline.messages import Author, Button, Kind
from helpline.severity import Severity
from helpline.topics import Topic
from storage import cases, contacts, conversations, messages, notes, staff, tasks
from storage.database import Database
from storage.messages import Message
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction
from tests import makers
from tests.clock import FrozenClock
from tests.console.people import Browser, Waiting, a_contact_who_waits

pytestmark = pytest.mark.usefixtures("rinas_case")

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*7}}"


async def keep(database: Database, clock: FrozenClock, siti: Waiting, *changes: dict[str, object]) -> list[Message]:
    """Keep messages that differ from a plain one as said."""

    def insert(tx: Transaction) -> list[Message]:
        conversation = conversations.get(tx, siti.conversation_id)
        made = [
            dataclasses.replace(
                makers.a_message(clock, conversation, conversation.last_seq + n, author=Author.CONTACT),
                **change,  # type: ignore[arg-type]
            )
            for n, change in enumerate(changes, 1)
        ]
        makers.keep(tx, conversation, *made)
        return made

    return await database.write(insert)


async def test_whatever_a_contact_writes_comes_out_as_text(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    [message, *_] = await keep(
        database,
        clock,
        siti,
        {"text": EVIL, "ref": "5"},
        {"kind": Kind.CONTACT_CARD, "text": "", "extra": {"phone_number": EVIL, EVIL: EVIL}},
        {"kind": Kind.LOCATION, "text": EVIL, "extra": {"latitude": EVIL, "longitude": 1.5}},
        {"author": Author.BOT, "buttons": ((Button(EVIL, "x"),),), "delivery": Delivery.FAILED, "reason": "blocked"},
    )

    def more(tx: Transaction) -> None:
        contact = contacts.get(tx, siti.contact_id)
        contacts.save(tx, [dataclasses.replace(contact, name=EVIL, country="MY")], clock.now())
        case = cases.get(tx, siti.case_id)
        cases.add_answers(
            tx, case, {"evil": {"label": EVIL, "value": EVIL}, "months_unpaid": {"label": "Months not paid", "value": 3}}
        )
        messages.revise(
            tx, siti.conversation_id, siti.contact_id, ref="5", text=EVIL + "2", extra={}, at=clock.now(), id=clock.new_id()
        )
        [member] = [m for m in staff.everyone(tx) if m.name == "Rina"]
        notes.add(tx, case, id=clock.new_id(), staff_id=member.id, text=EVIL, at=clock.now())

    await database.write(more)
    for path in (siti.path, f"{siti.path}/messages?after=0", "/"):
        text = await (await rina.get(path)).text()
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "49" not in text.replace(message.id, "")
    answer = await rina.post(f"{siti.path}/reply", text=EVIL, once="x")
    assert "<script>alert" not in await answer.text()


async def test_an_answer_of_any_shape_is_shown(database: Database, rina: Browser, siti: Waiting) -> None:
    answers = {
        "a": {"label": "Months not paid", "value": 3},
        "b": {"label": "Proof", "value": ["m1", "m2"]},
        "days_off": "none at all",
        "odd": {"value": "half"},
        "nothing": None,
    }
    await database.write(lambda tx: cases.add_answers(tx, cases.get(tx, siti.case_id), answers))
    text = await (await rina.get(siti.path)).text()
    for shown in ('Months not paid</dt><dd dir="auto">3', 'Proof</dt><dd dir="auto">2', "Days off", "none at all", "half"):
        assert shown in text


async def test_a_conversation_shows_all_that_a_channel_can_carry(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await keep(
        database,
        clock,
        siti,
        {"text": "first words", "ref": "9"},
        {"kind": Kind.LOCATION, "text": "", "extra": {"latitude": 3.139, "longitude": 101.6869}},
        {"kind": Kind.CONTACT_CARD, "text": "", "extra": {"first_name": "Ani", "phone_number": "+62811"}},
        {"kind": Kind.UNKNOWN, "text": ""},
        {"author": Author.BOT, "text": "How many months?", "delivery": Delivery.SENT},
        {"author": Author.BOT, "text": "And then?", "delivery": Delivery.FAILED, "reason": "blocked"},
    )
    await database.write(
        lambda tx: messages.revise(
            tx, siti.conversation_id, siti.contact_id, ref="9", text="new words", extra={}, at=clock.now(), id=clock.new_id()
        )
    )
    text = await (await rina.get(siti.path)).text()
    for shown in (
        "first words",
        "new words",
        "Latitude 3.139, longitude 101.6869",
        "+62811",
        "A kind of message that Suluh does not know",
        "Not delivered · The contact has blocked us or deleted the chat",
        siti.number,
        "Wages",
        "Siti",
        "Malaysia" if "Malaysia" in text else "—",
    ):
        assert shown in text


@pytest.mark.parametrize("kind", list(Kind))
async def test_every_kind_of_message_has_a_line(
    kind: Kind, database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await keep(database, clock, siti, {"kind": kind, "text": ""})
    text = await (await rina.get(siti.path)).text()
    assert '<article id="m1" class="message contact" data-seq="1"' in text


async def test_the_fragment_holds_only_what_came_after(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await keep(database, clock, siti, {"text": "one"}, {"text": "two"}, {"text": "three"})
    text = await (await rina.get(f"{siti.path}/messages?after=1")).text()
    assert ("one" in text, "two" in text, "three" in text) == (False, True, True)
    assert "<html" not in text


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "²"])
async def test_a_number_that_is_none_counts_as_nought(after: str, rina: Browser, siti: Waiting) -> None:
    assert (await rina.get(f"{siti.path}/messages?after={after}")).status == 200


async def test_a_long_conversation_leads_to_its_earlier_messages(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await keep(database, clock, siti, *({"text": f"line {n}."} for n in range(1, 251)))
    text = await (await rina.get(siti.path)).text()
    assert ("line 50." in text, "line 51." in text, "?after=0" in text) == (False, True, True)
    assert "line 1." in await (await rina.get(f"{siti.path}?after=0")).text()


async def test_the_queue_is_sorted_worst_first_and_shows_no_name_and_no_content(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    await keep(database, clock, siti, {"text": "my secret words"})
    urgent = await a_contact_who_waits(database, clock, "77002")
    await database.write(lambda tx: cases.set_severity(tx, cases.get(tx, urgent.case_id), Severity.S0))
    clock.tick(timedelta(minutes=20))
    text = await (await rina.get("/")).text()
    assert text.index(urgent.conversation_id) < text.index(siti.conversation_id)
    assert "Melati Teduh 47" in text
    assert "Waiting for 20 minutes" in text
    assert "1 unread" in text
    assert text.count("later than promised") == 1
    assert "Nobody yet" in text
    assert "Siti" not in text
    assert "secret" not in text


async def test_the_queue_says_who_has_a_conversation(rina: Browser, budi: Browser, siti: Waiting) -> None:
    await rina.post(f"{siti.path}/take-over")
    assert "With you" in await (await rina.get("/queue")).text()
    assert "With Rina" in await (await budi.get("/queue")).text()
    assert "Rina is speaking with this contact." in await (await budi.get(siti.path)).text()


async def test_tasks_are_shown_and_ticked_off_but_for_erasures(database: Database, clock: FrozenClock, rina: Browser) -> None:
    ids = {kind: clock.new_id() for kind in ("quarantine", "broken", "erasure")}

    def add(tx: Transaction) -> None:
        for kind, task_id in ids.items():
            tasks.add(tx, Task(task_id, TaskKind(kind), clock.now()))

    await database.write(add)
    text = await (await rina.get("/")).text()
    assert "A contact asks to be forgotten." in text
    assert "A message could not be read" in text
    for task_id in ids.values():
        assert (await rina.post(f"/tasks/{task_id}/done")).status == 303
    assert [task.kind for task in await database.read(tasks.open_tasks)] == ["erasure"]


async def test_an_unreachable_contact_is_a_warning(database: Database, rina: Browser, siti: Waiting) -> None:
    await database.write(contacts.set_reachable, siti.contact_id, False)
    assert "think of their safety first" in await (await rina.get(siti.path)).text()
    assert "Cannot be reached" in await (await rina.get("/")).text()


@pytest.mark.parametrize("topic", list(Topic))
async def test_every_topic_has_a_label(topic: Topic, database: Database, rina: Browser, siti: Waiting) -> None:
    await database.write(lambda tx: cases.set_topic(tx, cases.get(tx, siti.case_id), topic))
    assert (await rina.get("/queue")).status == 200


async def test_pages_are_indonesian_for_who_reads_indonesian(
    database: Database, clock: FrozenClock, rina: Browser, siti: Waiting
) -> None:
    [member] = await database.read(staff.everyone)
    await database.write(staff.set_language, member.id, "id")
    clock.tick(timedelta(minutes=5))
    text = await (await rina.get("/")).text()
    assert '<html lang="id">' in text
    assert "5 menit" in text
