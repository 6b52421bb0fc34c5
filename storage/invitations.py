"""Invitations: a link that lets one person join, once, within its time."""

from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from helpline.errors import HelplineError
from helpline.permissions import Role
from storage.staff_sessions import token_hash
from storage.staff_tables import invitations
from storage.transaction import Transaction

VALID = timedelta(hours=24)


class InvitationSpent(HelplineError):
    """This invitation is used up, too old, or was never given; ask your supervisor for a new one."""


def invite(tx: Transaction, *, token: str, role: Role, invited_by: str | None, at: datetime) -> None:
    tx.connection.execute(
        insert(invitations).values(
            token_hash=token_hash(token), role=role, invited_by=invited_by, created_at=at, expires_at=at + VALID
        )
    )


def check(tx: Transaction, token: str, now: datetime) -> Role:
    """The role an invitation gives, without using it. Raises InvitationSpent."""
    row = tx.row(
        select(invitations).where(
            invitations.c.token_hash == token_hash(token), invitations.c.used_at.is_(None), invitations.c.expires_at > now
        )
    )
    if row is None:
        raise InvitationSpent
    return Role(row.role)


def use(tx: Transaction, token: str, now: datetime) -> Role:
    """Use an invitation up. Of two who try at once one wins; the other gets InvitationSpent."""
    row = tx.row(
        update(invitations)
        .where(invitations.c.token_hash == token_hash(token), invitations.c.used_at.is_(None), invitations.c.expires_at > now)
        .values(used_at=now)
        .returning(invitations.c.role)
    )
    if row is None:
        raise InvitationSpent
    return Role(row.role)
