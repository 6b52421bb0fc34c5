"""The safe word and an ordinary answer cannot be told apart from outside: the same bytes, the same work, the same distribution.

Time is not measured but counted, in statements and bytes: what a turn does for the one it does for the other, in the same order.
`python -m benchmarks.duress` measures the delays themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event

from storage.prepared import Prepared, Ready
from storage.transaction import Transaction
from tests.checkins import asked, planned
from tests.clock import FrozenClock
from tests.emulator.people import Person
from tests.letterbox import Letterbox

WORD = "martabak jalan kenanga"
OTHER = "martabak jalan melatii"
SENTENCES = ("{}", "baik kak, tadi beli {}", "{} enak sekali kak, kapan-kapan coba ya, banyak isinya")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement sent to a database meanwhile, through SQLAlchemy or prepared."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    def noted(prepared: Prepared, tx: Transaction) -> Ready:
        ready = on(prepared, tx)
        statements.append(ready.sql)
        return ready

    on = Prepared.on
    event.listen(Engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Prepared, "on", noted)
            yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("sentence", SENTENCES)
async def test_the_answer_and_the_work_are_the_same(box: Letterbox, clock: FrozenClock, sentence: str) -> None:
    heard, work = [], []
    for chat, words in ((77001, WORD), (77002, OTHER)):
        person: Person = box.person(chat, "Siti")
        await planned(box, person)
        await box.says(person, "menu", "[Sapaan rutin]", "[Kata milik kita]", "[Pilih kata]", WORD)
        await asked(box, clock, person)
        before = len((await box.conversation_of(person))[1])
        with counted() as statements:
            await box.says(person, sentence.format(words))
        spoken = (await box.conversation_of(person))[1][before + 1 :]
        heard.append([(line.text, [[button.label for button in row] for row in line.buttons]) for line in spoken])
        work.append(statements)
        clock.time = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert heard[0] == heard[1]
    assert heard[0]
    assert work[0] == work[1]
    assert len(work[0]) > 10
