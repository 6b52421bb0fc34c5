"""Cases: what a contact needs help with, from its opening to its close; answers and notes are sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update

from helpline.cases import UNFINISHED, Case, CaseStatus, CloseReason, Outcome, check_open
from helpline.danger import Whose
from helpline.severity import Severity
from helpline.topics import Topic
from storage.conversations import Conversation
from storage.prepared import DIALECTS, Prepared, PreparedFor, inserting
from storage.tables import cases
from storage.transaction import Transaction

NEWEST = (cases.c.opened_at.desc(), cases.c.id.desc())
OWN = cases.c.about.is_(None)
AT_HAND = (cases.c.chosen_at.desc().nulls_last(), OWN.desc(), *NEWEST)
"""Of several unfinished cases: the one that a counsellor has chosen, else the contact's own, else the one about somebody else."""
THIS = cases.c.id == bindparam("of_id")
OPENED = ("id", "number", "origin", "contact_id", "conversation_id", "topic", "severity", "status", "country", "language")
OPEN = {
    dialect: Prepared(
        inserting(cases, *OPENED, "about", "opened_at", "waiting_since", "answers_sealed", dialect=dialect)
        .on_conflict_do_nothing()
        .returning(cases.c.id)
    )
    for dialect in DIALECTS
}


NOTHING_ASKED: Mapping[str, Any] = MappingProxyType({})


def open(
    tx: Transaction,
    *,
    id: str,
    number: str,
    origin: str,
    conversation: Conversation,
    topic: Topic,
    severity: Severity,
    at: datetime,
    about: Whose = Whose.SELF,
    waiting_since: datetime | None = None,
    answers: Mapping[str, Any] = NOTHING_ASKED,
) -> Case | None:
    """Open a case. None: the number is taken, or this `origin` (the update that asked for it) has opened its case already."""
    contact = conversation.contact
    made = OPEN[tx.dialect].rows(
        tx,
        id=id,
        number=number,
        origin=origin,
        contact_id=contact.id,
        conversation_id=conversation.id,
        topic=topic,
        severity=severity,
        status=CaseStatus.OPEN,
        country=contact.country,
        language=contact.language,
        about=None if about is Whose.SELF else about,
        opened_at=at,
        waiting_since=waiting_since,
        answers_sealed=tx.seal_json(contact.id, "cases", "answers", id, answers) if answers else None,
    )
    return Case(id, number, contact.id, topic, severity, CaseStatus.OPEN, at, about=about) if made else None


NUMBERED = Prepared(select(cases.c.id).where(cases.c.number == bindparam("number")))


def number_is_taken(tx: Transaction, number: str) -> bool:
    return bool(NUMBERED.rows(tx, number=number))


def get(tx: Transaction, case_id: str) -> Case:
    return from_row(tx.connection.execute(select(cases).where(cases.c.id == case_id)).one())


def conversation_of(tx: Transaction, case_id: str) -> str:
    """Where the case is talked about."""
    found: str = tx.connection.execute(select(cases.c.conversation_id).where(cases.c.id == case_id)).scalar_one()
    return found


def current(tx: Transaction, contact_id: str) -> Case | None:
    """The contact's unfinished case at hand."""
    return next(iter(unfinished(tx, contact_id)), None)


def unfinished(tx: Transaction, contact_id: str) -> list[Case]:
    """All that a contact waits for or is helped with, the case at hand first."""
    theirs = select(cases).where(cases.c.contact_id == contact_id, cases.c.status.in_(UNFINISHED))
    return [from_row(row) for row in tx.connection.execute(theirs.order_by(*AT_HAND))]


IS_UNFINISHED = and_(*(cases.c.status != finished for finished in sorted(set(CaseStatus) - UNFINISHED)))
"""Said so that no index serves it: SQLite would look for the cases of some contacts among all that are unfinished."""
UNFINISHED_OF = PreparedFor(
    lambda keys: (
        select(cases)
        .where(cases.c.contact_id.in_(keys), IS_UNFINISHED)
        .order_by(cases.c.chosen_at.asc().nulls_first(), OWN.asc(), cases.c.opened_at, cases.c.id)
    )
)


def current_of(tx: Transaction, contact_ids: Sequence[str]) -> dict[str, Case]:
    """The case at hand of each of these contacts who has one."""
    return {row.contact_id: from_row(row) for row in UNFINISHED_OF.rows(tx, contact_ids)}


def of_contact(tx: Transaction, contact_id: str) -> list[Case]:
    """All cases of a contact, the newest first."""
    return [
        from_row(row) for row in tx.connection.execute(select(cases).where(cases.c.contact_id == contact_id).order_by(*NEWEST))
    ]


def set_severity(tx: Transaction, case: Case, severity: Severity) -> Case:
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(severity=severity))
    return replace(case, severity=severity)


def set_topic(tx: Transaction, case: Case, topic: Topic) -> Case:
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(topic=topic))
    return replace(case, topic=topic)


def set_status(tx: Transaction, case: Case, status: CaseStatus) -> None:
    """Where the work stands; what is not closed has neither a time nor a reason of closing."""
    tx.connection.execute(
        update(cases).where(cases.c.id == case.id).values(status=status, closed_at=None, close_reason=None, outcome=None)
    )


ANSWERS = Prepared(select(cases.c.answers_sealed).where(THIS))
SET_ANSWERS = Prepared(update(cases).where(THIS).values(answers_sealed=bindparam("answers_sealed")))


def answers(tx: Transaction, case: Case) -> dict[str, Any]:
    """What the flows have asked and heard for this case."""
    sealed = ANSWERS.rows(tx, of_id=case.id)[0].answers_sealed
    found: dict[str, Any] = tx.open_json(case.contact_id, "cases", "answers", case.id, sealed) if sealed else {}
    return found


def add_answers(tx: Transaction, case: Case, more: Mapping[str, Any]) -> None:
    """Add answers; a newer answer to the same question takes its place."""
    merged = {**answers(tx, case), **more}
    sealed = tx.seal_json(case.contact_id, "cases", "answers", case.id, merged)
    SET_ANSWERS.run(tx, of_id=case.id, answers_sealed=sealed)


def choose(tx: Transaction, case: Case, at: datetime) -> None:
    """This one is worked on from here, of several that are unfinished."""
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(chosen_at=at))


def assign(tx: Transaction, case: Case, staff_id: str | None) -> None:
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(assignee=staff_id))


def leave(tx: Transaction, staff_id: str) -> None:
    """This member works here no more: nobody has their unfinished cases until a colleague takes them."""
    theirs = (cases.c.assignee == staff_id) & cases.c.status.in_(UNFINISHED)
    tx.connection.execute(update(cases).where(theirs).values(assignee=None))


WAIT = Prepared(
    update(cases)
    .where(THIS, cases.c.waiting_since.is_(None))
    .values(waiting_since=bindparam("since"), status=CaseStatus.OPEN, snoozed_until=None)
)


def wait(tx: Transaction, case: Case, since: datetime | None) -> None:
    """Since when the contact waits for a human; None when somebody has answered. A wait that runs already keeps its start.

    Who waits is not pending: an unfinished case is open again from here on.
    """
    if since is None:
        tx.connection.execute(
            update(cases).where(cases.c.id == case.id).values(waiting_since=None, unknown_since=None, calls=None)
        )
    else:
        WAIT.run(tx, of_id=case.id, since=since)


def wait_unknown(tx: Transaction, case: Case, since: datetime) -> None:
    """Something came that only a human can hear or see: until one answers it waits by the target of S1; the severity stays."""
    wait(tx, case, since)
    tx.connection.execute(
        update(cases)
        .where(cases.c.id == case.id, cases.c.unknown_since.is_(None))
        .values(unknown_since=since, status=CaseStatus.OPEN, snoozed_until=None)
    )


def waiting_since(tx: Transaction, case_id: str) -> datetime | None:
    """Since when the contact waits; None when nobody does."""
    found: datetime | None = tx.connection.execute(select(cases.c.waiting_since).where(cases.c.id == case_id)).scalar_one()
    return found


def snooze(tx: Transaction, case: Case, until: datetime | None) -> None:
    """Out of sight until then, or until the contact writes."""
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(snoozed_until=until))


def care(tx: Transaction, case: Case) -> dict[str, str]:
    """What the contact wishes, and when and how they may safely be reached."""
    sealed = tx.connection.execute(select(cases.c.care_sealed).where(cases.c.id == case.id)).scalar_one()
    found: dict[str, str] = tx.open_json(case.contact_id, "cases", "care", case.id, sealed) if sealed else {}
    return found


def set_care(tx: Transaction, case: Case, told: dict[str, str]) -> None:
    sealed = tx.seal_json(case.contact_id, "cases", "care", case.id, told)
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(care_sealed=sealed))


def set_satisfaction(tx: Transaction, case: Case, said: str) -> None:
    """What the contact said of the help."""
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(satisfaction=said))


def answered(tx: Transaction, case: Case, at: datetime) -> None:
    """A human has answered: nobody waits, and the first time is kept."""
    wait(tx, case, None)
    tx.connection.execute(
        update(cases).where(cases.c.id == case.id, cases.c.first_answered_at.is_(None)).values(first_answered_at=at)
    )


def answered_all(tx: Transaction, contact_id: str, at: datetime) -> Case | None:
    """A human has answered the contact, who then waits with none of their cases. The one at hand."""
    theirs = unfinished(tx, contact_id)
    for case in theirs:
        answered(tx, case, at)
    return next(iter(theirs), None)


def close(tx: Transaction, case: Case, reason: CloseReason, outcome: Outcome, at: datetime) -> None:
    """End a case. Raises AlreadyClosed."""
    check_open(case)
    tx.connection.execute(
        update(cases)
        .where(cases.c.id == case.id)
        .values(
            status=CaseStatus.CLOSED,
            close_reason=reason,
            outcome=outcome,
            closed_at=at,
            waiting_since=None,
            unknown_since=None,
            snoozed_until=None,
        )
    )


def from_row(row: Row[Any]) -> Case:
    return Case(
        id=row.id,
        number=row.number,
        contact_id=row.contact_id,
        topic=Topic(row.topic),
        severity=Severity(row.severity),
        status=CaseStatus(row.status),
        opened_at=row.opened_at,
        assignee=row.assignee,
        about=Whose(row.about or Whose.SELF),
        unknown_since=row.unknown_since,
    )
