"""Screenings: what a contact answered to a questionnaire, sealed; the counsellor sees the scores over time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from helpline.screening import Screener, Screening
from storage.checkin_tables import screenings
from storage.transaction import Transaction


def add(tx: Transaction, contact_id: str, screening: Screening, answers: Mapping[str, Any]) -> None:
    kept = {"score": screening.score, "unanswered": screening.unanswered, "answers": dict(answers)}
    tx.connection.execute(
        insert(screenings).values(
            id=screening.id,
            contact_id=contact_id,
            screener=screening.screener,
            answers_sealed=tx.seal_json(contact_id, "screenings", "answers", screening.id, kept),
            at=screening.at,
        )
    )


def of_contact(tx: Transaction, contact_id: str, limit: int = 30) -> list[Screening]:
    """The latest, oldest first."""
    statement = select(screenings).where(screenings.c.contact_id == contact_id).order_by(screenings.c.at.desc()).limit(limit)
    found = []
    for row in tx.connection.execute(statement):
        kept = tx.open_json(contact_id, "screenings", "answers", row.id, row.answers_sealed)
        found.append(Screening(row.id, Screener(row.screener), kept["score"], kept["unanswered"], row.at))
    return found[::-1]
