"""Questions: what was asked and no card answered, sealed and without a name, for who edits the library."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.asked_tables import questions
from storage.transaction import Transaction

LONGEST = 600
"""Letters that are kept of a question."""


@dataclass(frozen=True)
class Question:
    """One question, how often it was asked, and when last; `country` is where those who asked are, if it was known."""

    id: str
    words: str
    language: str
    country: str | None
    times: int
    last_at: datetime


def keep(tx: Transaction, question: Question) -> None:
    """Keep a question; asked in the same words before, it counts once more, and is open again if it was done."""
    words = " ".join(question.words[:LONGEST].split())
    sealed = tx.seal_text(None, "questions", "words", question.id, words)
    key = tx.keys.index("questions.words", words.casefold())
    told = {"language": question.language, "country": question.country, "last_at": question.last_at}
    statement = tx.insert(questions).values(id=question.id, words_key=key, words_sealed=sealed, times=1, **told)
    again = {"times": questions.c.times + 1, "last_at": question.last_at, "done_by": None, "done_at": None}
    tx.connection.execute(statement.on_conflict_do_update(index_elements=["words_key"], set_=again))


def waiting(tx: Transaction, limit: int = 200) -> list[Question]:
    """What nobody has seen to yet, the most often asked first."""
    order = (questions.c.times.desc(), questions.c.last_at.desc(), questions.c.id)
    rows = tx.connection.execute(select(questions).where(questions.c.done_at.is_(None)).order_by(*order).limit(limit))
    return [
        Question(
            row.id,
            tx.open_text(None, "questions", "words", row.id, row.words_sealed),
            row.language,
            row.country,
            row.times,
            row.last_at,
        )
        for row in rows
    ]


def done(tx: Transaction, id: str, staff_id: str, at: datetime) -> bool:
    """Somebody has seen to it; False where it was done or is none."""
    still = (questions.c.id == id) & questions.c.done_at.is_(None)
    return tx.connection.execute(update(questions).where(still).values(done_by=staff_id, done_at=at)).rowcount == 1
