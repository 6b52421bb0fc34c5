"""The waiting line: danger first, each chat in turn, a chat in its order; what is too much is sent away before it is kept."""

import asyncio
import json

import pytest

from bot.glance import LOOKS, Glance
from bot.turns import LONGEST_LINE, Overloaded
from bot.waiting_line import CROWD, PER_CHAT, SHARE, Waiting, WaitingLine, chat_of
from helpline.updates import Update
from tests.letterbox import Letterbox

DANGER, TALK = "tolong saya mau bunuh diri malam ini", "terima kasih ya"


def an_update(number: int, chat: int, text: str = TALK) -> Update:
    raw = {"update_id": number, "message": {"message_id": number, "chat": {"id": chat, "type": "private"}, "text": text}}
    return Update("telegram", "1", str(number), json.dumps(raw).encode())


def waiting(update: Update) -> Waiting:
    return update, asyncio.get_running_loop().create_future()


def taken(line: WaitingLine, most: int) -> list[str]:
    """Who takes so many, and is done with them before the next are taken."""
    batch = line.take(most)
    line.done(batch)
    return [update.update_id for update, _done in batch]


async def test_each_chat_has_its_turn_and_keeps_its_order() -> None:
    line = WaitingLine(1000, lambda _update: False)
    for number in range(20):
        line.put(waiting(an_update(number, 1)))
    for number, chat in ((100, 2), (101, 3), (102, 2)):
        line.put(waiting(an_update(number, chat)))
    assert taken(line, 4) == ["0", "100", "101", "1"]
    assert taken(line, 4) == ["102", "2", "3"]
    assert line.filled.is_set()


async def test_what_we_fetched_ourselves_is_never_too_much_of_one_chat() -> None:
    """It would come again, before what others have written since."""
    line = WaitingLine(1000, lambda _update: False)
    taken_in = [line.put(waiting(an_update(number, 1)), fetched=True) for number in range(3 * PER_CHAT)]
    assert all(taken_in)
    assert not line.put(waiting(an_update(999, 1)))


async def test_of_one_noisy_chat_only_a_few_go_into_a_transaction_so_that_nobody_waits_for_it_long() -> None:
    line = WaitingLine(1000, lambda _update: False)
    for number in range(20):
        line.put(waiting(an_update(number, 1)))
    batches = []
    while line.filled.is_set():
        batches.append(taken(line, 64))
    assert [number for batch in batches for number in batch] == [str(number) for number in range(20)]
    assert {len(batch) for batch in batches} == {SHARE}


async def test_nothing_more_is_taken_of_a_chat_before_what_was_taken_of_it_is_done() -> None:
    """Two work at a time where the database allows it; what one chat wrote is never with both."""
    line = WaitingLine(1000, lambda _update: False)
    for number, chat in enumerate((1, 1, 1, 2)):
        line.put(waiting(an_update(number, chat)))
    first = line.take(2)
    assert [update.update_id for update, _done in first] == ["0", "3"]
    assert not line.filled.is_set()
    assert line.take(64) == []
    line.put(waiting(an_update(10, 2)))
    assert not line.filled.is_set()
    line.put(waiting(an_update(11, 3)))
    assert line.filled.is_set()
    assert [update.update_id for update, _done in line.take(64)] == ["11"]
    line.done(first)
    assert taken(line, 64) == ["1", "10", "2"]
    assert not line.finished.is_set()  # with the other one is still what chat 3 wrote


async def test_danger_in_a_chat_that_is_being_worked_on_holds_up_nobody_and_goes_first_afterwards() -> None:
    line = WaitingLine(1000, Glance().is_urgent)
    line.put(waiting(an_update(0, 5)))
    first = line.take(64)
    for number in range(1, CROWD + 10):
        line.put(waiting(an_update(number, 100 + number)))
    line.put(waiting(an_update(900, 5, DANGER)))
    assert taken(line, 2) == ["1", "2"]
    line.done(first)
    assert taken(line, 2) == ["900", "3"]


async def test_danger_goes_first_in_a_crowd_together_with_what_the_same_chat_wrote_before() -> None:
    line = WaitingLine(1000, Glance().is_urgent)
    for number in range(CROWD + 10):
        line.put(waiting(an_update(number, number)))
    line.put(waiting(an_update(900, 5, DANGER)))
    line.put(waiting(an_update(901, 777, DANGER)))
    assert taken(line, 4) == ["5", "901", "900", "0"]


async def test_who_writes_without_end_is_heard_again_a_little_later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("bot.waiting_line.monotonic", lambda: now[0])
    line, heard = WaitingLine(1000, lambda _update: False), list[int]()
    for second in range(25):
        now[0] = float(second)
        heard.append(sum(line.put(waiting(an_update(number, 1))) for number in range(60)))
        assert line.put(waiting(an_update(0, 2)))
        while line.filled.is_set():
            taken(line, 1000)
    assert heard == [60, 42, *[0] * 8, 60, 42, *[0] * 8, 60, 42, 0, 0, 0]


async def test_a_full_line_still_takes_danger_and_one_noisy_chat_cannot_fill_it() -> None:
    line = WaitingLine(200, Glance().is_urgent)
    assert sum(line.put(waiting(an_update(number, 1))) for number in range(PER_CHAT * 5)) == PER_CHAT
    assert sum(line.put(waiting(an_update(number, number))) for number in range(1000, 1200)) == 200 - PER_CHAT
    assert not line.put(waiting(an_update(2000, 2000)))
    assert line.put(waiting(an_update(2001, 2001, DANGER)))
    assert sum(line.put(waiting(an_update(number, number, "SOS"))) for number in range(3000, 4000)) == 199


def test_the_glance_reads_with_care_while_there_is_time_and_plain_words_after() -> None:
    time = [0.0]
    glance = Glance(lambda: time[0])
    subtle = "udah seminggu ini saya jadi bulan bulanan, kemarin pakai gayung, tadi pakai gantungan baju"
    heard = [glance.is_urgent(an_update(number, number, subtle)) for number in range(int(LOOKS) + 5)]
    assert heard == [heard[0]] * int(LOOKS) + [False] * 5
    assert glance.is_urgent(an_update(1, 1, DANGER))
    assert not glance.is_urgent(an_update(1, 1, TALK))
    time[0] += 1.0
    assert glance.is_urgent(an_update(1, 1, DANGER))
    assert not glance.is_urgent(an_update(1, 1, TALK))


def test_pressed_sos_buttons_are_urgent_and_what_cannot_be_read_is_not() -> None:
    glance = Glance()
    assert glance.is_urgent(Update("telegram", "1", "1", b'{"callback_query": {"data": "sos"}}'))
    for raw in (b"", b"\xff\xfe", b'{"text": "\\ud800"}', b'{"message": {"photo": []}}'):
        assert not glance.is_urgent(Update("telegram", "1", "1", raw))


def test_a_chat_is_known_in_both_channels_without_reading_everything() -> None:
    assert chat_of(an_update(1, 5)) == chat_of(an_update(2, 5)) != chat_of(an_update(1, 6))
    web = Update("web", "1", "x", json.dumps({"address": "abc", "text": "halo"}).encode())
    assert chat_of(web) == ("web", "1", b"abc")
    unknown = Update("web", "1", "x", b"{}")
    assert chat_of(unknown) == unknown


async def test_what_is_shed_is_not_kept_and_may_come_again(box: Letterbox) -> None:
    turns = box.helpline.turns
    told = await asyncio.gather(*(turns.receive(an_update(number, number + 1)) for number in range(40)), return_exceptions=True)
    assert told == [None] * 40
    turns.line.most = 0
    shed = await asyncio.gather(turns.receive(an_update(5000, 5000)), return_exceptions=True)
    assert isinstance(shed[0], Overloaded)
    turns.line.most = LONGEST_LINE
    await turns.receive(an_update(5000, 5000))
