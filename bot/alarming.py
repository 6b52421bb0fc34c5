"""Alarming: begins and ends alarms, and calls the supervisors to the console when one begins."""

from helpline.alarms import Alarm
from helpline.clock import Clock
from helpline.permissions import Role
from storage import alarms, calls, staff
from storage.calls import CallKind
from storage.transaction import Transaction


def set_alarm(tx: Transaction, clock: Clock, alarm: Alarm, wrong: bool) -> list[str]:
    """Let the alarm stand while it is `wrong`, and no longer; the supervisors who are called because it has just begun."""
    if not wrong:
        alarms.end(tx, alarm)
        return []
    now = clock.now()
    if not alarms.begin(tx, alarm, now):
        return []
    whom = [member.id for member in staff.everyone(tx) if member.active and member.role is Role.SUPERVISOR]
    calls.put(tx, whom, CallKind.ALARM, ids=[clock.new_id() for _who in whom], at=now)
    return whom
