"""Staff: counsellors and supervisors. Their sign-in names and shown names are sealed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from helpline.errors import HelplineError
from helpline.permissions import Role
from storage.prepared import Prepared
from storage.staff_tables import staff, staff_sessions
from storage.transaction import Transaction

PRESENT = timedelta(minutes=2)
"""Who has shown a sign of life within this time counts as on duty."""


class LoginTaken(HelplineError):
    """This sign-in name is taken; please choose another."""


@dataclass(frozen=True)
class Staff:
    """A member of the staff. `name` is what contacts and colleagues see."""

    id: str
    login: str
    name: str
    role: Role
    password_hash: str
    language: str
    active: bool


def login_key(tx: Transaction, login: str) -> bytes:
    """The keyed hash by which a sign-in name is looked up, in any case."""
    return tx.keys.index("staff.login", login.strip().casefold())


def add(tx: Transaction, member: Staff, at: datetime) -> None:
    """Keep a new member. Raises LoginTaken."""
    if find_by_login(tx, member.login) is not None:
        raise LoginTaken
    tx.connection.execute(
        insert(staff).values(
            id=member.id,
            login_key=login_key(tx, member.login),
            login_sealed=tx.seal_text(None, "staff", "login", member.id, member.login.strip()),
            name_sealed=tx.seal_text(None, "staff", "name", member.id, member.name),
            role=member.role,
            password_hash=member.password_hash,
            language=member.language,
            active=member.active,
            created_at=at,
        )
    )


def find_by_login(tx: Transaction, login: str) -> Staff | None:
    row = tx.row(select(staff).where(staff.c.login_key == login_key(tx, login)))
    return from_row(tx, row) if row else None


def get(tx: Transaction, staff_id: str) -> Staff:
    return from_row(tx, tx.connection.execute(select(staff).where(staff.c.id == staff_id)).one())


def everyone(tx: Transaction) -> list[Staff]:
    """All staff, in the order they came."""
    return [from_row(tx, row) for row in tx.connection.execute(select(staff).order_by(staff.c.created_at, staff.c.id))]


def is_empty(tx: Transaction) -> bool:
    """Whether nobody has joined yet."""
    return tx.row(select(staff.c.id)) is None


def set_active(tx: Transaction, staff_id: str, active: bool) -> None:
    tx.connection.execute(update(staff).where(staff.c.id == staff_id).values(active=active))


def set_language(tx: Transaction, staff_id: str, language: str) -> None:
    tx.connection.execute(update(staff).where(staff.c.id == staff_id).values(language=language))


def present(tx: Transaction, now: datetime) -> int:
    """How many members have the console open now."""
    return len(present_ids(tx, now))


PRESENT_IDS = Prepared(select(staff_sessions.c.staff_id).where(staff_sessions.c.seen_at >= bindparam("since")))


def present_ids(tx: Transaction, now: datetime) -> set[str]:
    """Who has the console open now."""
    return {row.staff_id for row in PRESENT_IDS.rows(tx, since=now - PRESENT)}


def from_row(tx: Transaction, row: Row[Any]) -> Staff:
    return Staff(
        id=row.id,
        login=tx.open_text(None, "staff", "login", row.id, row.login_sealed),
        name=tx.open_text(None, "staff", "name", row.id, row.name_sealed),
        role=Role(row.role),
        password_hash=row.password_hash,
        language=row.language,
        active=row.active,
    )
