"""People of a case, their names sealed; cases with the same employer or agency are found by a keyed hash of its name."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select

from helpline.cases import Case
from helpline.people import RELATES, MayKnow, Person, Relation, name_to_compare
from storage import cases as cases_store
from storage.case_tables import case_people
from storage.tables import cases
from storage.transaction import Transaction


def add(tx: Transaction, case: Case, person: Person, *, staff_id: str, at: datetime) -> None:
    details = {"name": person.name, "reach": person.reach}
    tx.connection.execute(
        insert(case_people).values(
            id=person.id,
            case_id=case.id,
            relation=person.relation,
            details_sealed=tx.seal_json(case.contact_id, "case_people", "details", person.id, details),
            name_key=name_key(tx, person),
            may_know=person.may_know,
            staff_id=staff_id,
            at=at,
        )
    )


def name_key(tx: Transaction, person: Person) -> bytes | None:
    compared = name_to_compare(person.name)
    return tx.keys.index("people.name", compared) if person.relation in RELATES and compared else None


def remove(tx: Transaction, case: Case, person_id: str) -> None:
    tx.connection.execute(delete(case_people).where(case_people.c.id == person_id, case_people.c.case_id == case.id))


def of_case(tx: Transaction, case: Case) -> list[Person]:
    """The people of a case, in the order in which they were written down."""
    rows = tx.connection.execute(
        select(case_people).where(case_people.c.case_id == case.id).order_by(case_people.c.at, case_people.c.id)
    )
    return [
        Person(row.id, Relation(row.relation), told["name"], told["reach"], MayKnow(row.may_know))
        for row in rows
        for told in [tx.open_json(case.contact_id, "case_people", "details", row.id, row.details_sealed)]
    ]


def related(tx: Transaction, case: Case, unseen: Collection[str], limit: int = 20) -> list[Case]:
    """Cases of other contacts that name the same employer, agency or perpetrator, newest first; none of those in `unseen`."""
    mine = select(case_people.c.name_key).where(case_people.c.case_id == case.id, case_people.c.name_key.is_not(None))
    theirs = select(case_people.c.case_id).where(case_people.c.name_key.in_(mine))
    rows = tx.connection.execute(
        select(cases)
        .where(cases.c.id.in_(theirs), cases.c.contact_id.not_in({case.contact_id, *unseen}))
        .order_by(cases.c.opened_at.desc())
        .limit(limit)
    )
    return [cases_store.from_row(row) for row in rows]
