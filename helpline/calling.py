"""Calling: a crisis that nobody takes up is called out again and wider, and then the contact hears the truth."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.permissions import Role
from helpline.severity import Severity

Steps = Mapping[Severity, Sequence[timedelta]]
"""After how long a wait each call goes out, as `helpline.targets` has it."""


def calls_due(steps: Steps, severity: Severity, waiting_since: datetime, now: datetime) -> int:
    """How many calls such a wait should have had by now; 0 for what is no crisis."""
    return sum(now - waiting_since >= after for after in steps.get(severity, ()))


def calls_due_in_all(steps: Steps, waits: Iterable[tuple[Severity, datetime]], now: datetime) -> int:
    """How many calls somebody should have had who waits in several ways."""
    return max(calls_due(steps, severity, since, now) for severity, since in waits)


def is_last(steps: Steps, severity: Severity, calls: int) -> bool:
    """Whether this was the widest call; then the contact is told that nobody was free."""
    return calls >= len(steps.get(severity, ()))


@dataclass(frozen=True)
class Desk:
    """Who could be called: the active staff by id and role, who is on duty, who has the console open, who says to be away."""

    staff: Collection[tuple[str, Role]]
    on_duty: Collection[str]
    present: Collection[str]
    away: Collection[str]


def called(calls: int, desk: Desk) -> list[str]:
    """Whom the call with this number (from 1) reaches.

    First who is on duty and not away, else who has the console open, else all counsellors; then all counsellors; then the
    supervisors as well. Nobody who works elsewhere than at the desk is ever called.
    """
    everyone = [id for id, role in desk.staff if role in (Role.COUNSELLOR, Role.SUPERVISOR)]
    counsellors = [id for id, role in desk.staff if role is Role.COUNSELLOR]
    if calls <= 1:
        ready = [id for id in everyone if id in desk.on_duty and id not in desk.away]
        here = [id for id in everyone if id in desk.present and id not in desk.away]
        return ready or here or counsellors or everyone
    return counsellors if calls == 2 and counsellors else everyone
