"""Notes: what counsellors write about a case for each other. A note is never sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from helpline.cases import Case
from storage.tables import case_notes
from storage.transaction import Transaction


@dataclass(frozen=True)
class Note:
    """One note and who wrote it."""

    id: str
    staff_id: str
    text: str
    at: datetime


def add(tx: Transaction, case: Case, *, id: str, staff_id: str, text: str, at: datetime) -> None:
    sealed = tx.seal_text(case.contact_id, "case_notes", "body", id, text)
    tx.connection.execute(insert(case_notes).values(id=id, case_id=case.id, staff_id=staff_id, body_sealed=sealed, at=at))


def of_case(tx: Transaction, case: Case) -> list[Note]:
    """The notes of a case, oldest first."""
    rows = tx.connection.execute(
        select(case_notes).where(case_notes.c.case_id == case.id).order_by(case_notes.c.at, case_notes.c.id)
    )
    return [Note(r.id, r.staff_id, tx.open_text(case.contact_id, "case_notes", "body", r.id, r.body_sealed), r.at) for r in rows]
