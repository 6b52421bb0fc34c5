"""Second factors: the secret behind a member's six digits, and the recovery codes that stand in for a lost phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from storage.staff_tables import recovery_codes, second_factors
from storage.transaction import Transaction


@dataclass(frozen=True)
class SecondFactor:
    """A member's secret. It counts only once it has been confirmed by a first code."""

    secret: str
    last_step: int
    confirmed_at: datetime | None


def offer(tx: Transaction, staff_id: str, secret: str) -> None:
    """Keep a secret that is still to be confirmed, in the place of another such one. A confirmed one is left as it is."""
    if (found := find(tx, staff_id)) and found.confirmed_at:
        return
    tx.connection.execute(delete(second_factors).where(second_factors.c.staff_id == staff_id))
    sealed = tx.seal_text(None, "second_factors", "secret", staff_id, secret)
    tx.connection.execute(insert(second_factors).values(staff_id=staff_id, secret_sealed=sealed, last_step=0))


def find(tx: Transaction, staff_id: str) -> SecondFactor | None:
    row = tx.row(select(second_factors).where(second_factors.c.staff_id == staff_id).with_for_update())
    if row is None:
        return None
    secret = tx.open_text(None, "second_factors", "secret", staff_id, row.secret_sealed)
    return SecondFactor(secret, row.last_step, row.confirmed_at)


def confirm(tx: Transaction, staff_id: str, at: datetime) -> None:
    tx.connection.execute(update(second_factors).where(second_factors.c.staff_id == staff_id).values(confirmed_at=at))


def use_step(tx: Transaction, staff_id: str, step: int) -> bool:
    """Use the code of this half minute up. False: it, or a later one, was used before."""
    later = (second_factors.c.staff_id == staff_id) & (second_factors.c.last_step < step)
    return bool(tx.connection.execute(update(second_factors).where(later).values(last_step=step)).rowcount)


def remove(tx: Transaction, staff_id: str) -> None:
    tx.connection.execute(delete(second_factors).where(second_factors.c.staff_id == staff_id))
    tx.connection.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id))


def keep_codes(tx: Transaction, staff_id: str, codes: Sequence[str]) -> None:
    """New recovery codes in the place of all older ones; only their hashes are kept."""
    tx.connection.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id))
    rows = [{"code_hash": code_hash(tx, staff_id, code), "staff_id": staff_id} for code in codes]
    tx.connection.execute(insert(recovery_codes), rows)


def use_code(tx: Transaction, staff_id: str, code: str, at: datetime) -> bool:
    """Use a recovery code up. False: there is no such code, or it was used before."""
    this = (recovery_codes.c.code_hash == code_hash(tx, staff_id, code)) & recovery_codes.c.used_at.is_(None)
    return bool(tx.connection.execute(update(recovery_codes).where(this).values(used_at=at)).rowcount)


def codes_left(tx: Transaction, staff_id: str) -> int:
    left = select(func.count()).where(recovery_codes.c.staff_id == staff_id, recovery_codes.c.used_at.is_(None))
    return int(tx.connection.execute(left).scalar_one())


def code_hash(tx: Transaction, staff_id: str, code: str) -> bytes:
    return tx.keys.index("recovery_code", f"{staff_id}:{''.join(filter(str.isalnum, code)).upper()}")
