"""Consents: to whom a contact agreed that something may be told. A consent is withdrawn, never removed."""

from datetime import datetime

from sqlalchemy import insert, select, update

from helpline.cases import Case
from helpline.consent import Consent, How, Scope
from storage.case_tables import consents
from storage.transaction import Transaction


def add(tx: Transaction, case: Case, consent: Consent) -> None:
    tx.connection.execute(
        insert(consents).values(
            id=consent.id,
            case_id=case.id,
            recipient_sealed=tx.seal_text(case.contact_id, "consents", "recipient", consent.id, consent.recipient),
            scopes=",".join(sorted(consent.scopes)),
            how=consent.how,
            staff_id=consent.staff_id,
            at=consent.at,
        )
    )


def withdraw(tx: Transaction, case: Case, consent_id: str, at: datetime) -> None:
    this = (consents.c.id == consent_id) & (consents.c.case_id == case.id) & consents.c.withdrawn_at.is_(None)
    tx.connection.execute(update(consents).where(this).values(withdrawn_at=at))


def of_case(tx: Transaction, case: Case) -> list[Consent]:
    """The consents of a case, also those withdrawn, oldest first."""
    rows = tx.connection.execute(select(consents).where(consents.c.case_id == case.id).order_by(consents.c.at, consents.c.id))
    return [
        Consent(
            row.id,
            tx.open_text(case.contact_id, "consents", "recipient", row.id, row.recipient_sealed),
            frozenset(Scope(code) for code in row.scopes.split(",") if code),
            How(row.how),
            row.staff_id,
            row.at,
            row.withdrawn_at,
        )
        for row in rows
    ]
