"""Notes: what counsellors write about a case for each other. A note is never sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select

from helpline.cases import Case
from storage.tables import case_notes
from storage.transaction import Transaction


class About(StrEnum):
    """What a note gives the reason of."""

    SEVERITY = "severity"
    TRANSFER = "transfer"
    ASKED = "asked"


@dataclass(frozen=True)
class Note:
    """One note and who wrote it. `about`: the step that it explains; None for a note of its own."""

    id: str
    staff_id: str
    text: str
    at: datetime
    about: About | None = None


def add(tx: Transaction, case: Case, *, id: str, staff_id: str, text: str, at: datetime, about: About | None = None) -> None:
    sealed = tx.seal_text(case.contact_id, "case_notes", "body", id, text)
    tx.connection.execute(
        insert(case_notes).values(id=id, case_id=case.id, staff_id=staff_id, body_sealed=sealed, at=at, about=about)
    )


def of_case(tx: Transaction, case: Case) -> list[Note]:
    """The notes of a case, oldest first."""
    rows = tx.connection.execute(
        select(case_notes).where(case_notes.c.case_id == case.id).order_by(case_notes.c.at, case_notes.c.id)
    )
    return [
        Note(
            r.id,
            r.staff_id,
            tx.open_text(case.contact_id, "case_notes", "body", r.id, r.body_sealed),
            r.at,
            About(r.about) if r.about else None,
        )
        for r in rows
    ]
