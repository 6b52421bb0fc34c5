"""Calling: a crisis that nobody takes up is called out again and wider, and then the contact hears the truth."""

from collections.abc import Collection
from datetime import datetime, timedelta

from helpline.permissions import Role
from helpline.severity import Severity

STEPS: dict[Severity, tuple[timedelta, ...]] = {
    Severity.S0: (timedelta(0), timedelta(minutes=5), timedelta(minutes=15)),
    Severity.S1: (timedelta(0), timedelta(minutes=30), timedelta(hours=2)),
}
"""After how long a wait each call goes out. The last falls on the time within which a human was to answer."""


def calls_due(severity: Severity, waiting_since: datetime, now: datetime) -> int:
    """How many calls such a wait should have had by now; 0 for what is no crisis."""
    return sum(now - waiting_since >= after for after in STEPS.get(severity, ()))


def is_last(severity: Severity, calls: int) -> bool:
    """Whether this was the widest call; then the contact is told that nobody was free."""
    return calls >= len(STEPS.get(severity, ()))


def called(calls: int, staff: Collection[tuple[str, Role]], present: Collection[str]) -> list[str]:
    """Whom the call with this number (from 1) reaches, of the active staff by id and role.

    First the counsellors at the desk, or all of them where nobody is; then all counsellors; then the supervisors as well.
    """
    counsellors = [id for id, role in staff if role is Role.COUNSELLOR]
    if calls <= 1:
        here = [id for id, _role in staff if id in present]
        return here or counsellors or [id for id, _role in staff]
    if calls == 2 and counsellors:
        return counsellors
    return [id for id, _role in staff]
