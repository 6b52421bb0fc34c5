"""Case files: what counsellors put to a case, sealed, and hashed with their time as evidence."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from helpline.cases import Case
from storage.case_tables import case_files
from storage.transaction import Transaction


@dataclass(frozen=True)
class CaseFile:
    """One file of a case. `size` in bytes, `sha256` in hexadecimal."""

    id: str
    name: str
    content_type: str
    size: int
    sha256: str
    staff_id: str
    at: datetime


def add(
    tx: Transaction, case: Case, content: bytes, *, id: str, name: str, content_type: str, staff_id: str, at: datetime
) -> None:
    tx.connection.execute(
        insert(case_files).values(
            id=id,
            case_id=case.id,
            name_sealed=tx.seal_text(case.contact_id, "case_files", "name", id, name),
            content_sealed=tx.seal(case.contact_id, "case_files", "content", id, content),
            content_type=content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            staff_id=staff_id,
            at=at,
        )
    )


def of_case(tx: Transaction, case: Case) -> list[CaseFile]:
    columns = [column for column in case_files.c if column.name != "content_sealed"]
    rows = tx.connection.execute(
        select(*columns).where(case_files.c.case_id == case.id).order_by(case_files.c.at, case_files.c.id)
    )
    return [
        CaseFile(
            row.id,
            tx.open_text(case.contact_id, "case_files", "name", row.id, row.name_sealed),
            row.content_type,
            row.size,
            row.sha256,
            row.staff_id,
            row.at,
        )
        for row in rows
    ]


def content(tx: Transaction, case: Case, file_id: str) -> bytes | None:
    """The file itself; None when this case has no such file."""
    row = tx.row(select(case_files.c.content_sealed).where(case_files.c.id == file_id, case_files.c.case_id == case.id))
    return tx.open(case.contact_id, "case_files", "content", file_id, row.content_sealed) if row else None
