"""Access: who may read one case. A counsellor reads their own, a supervisor every one; who is excluded reads none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from helpline.errors import HelplineError
from helpline.permissions import Action, Role, is_granted

GLASS = timedelta(minutes=15)
"""How long a case stays open to who broke the glass."""

ASKED = timedelta(days=2)
"""How long a case stays open to a colleague who was asked for advice."""


class NotYourCase(HelplineError):
    """This case is not yours. Take the conversation over, ask the colleague who has it, or open it in an emergency."""


class Excluded(HelplineError):
    """You must not see this case. A supervisor has decided so."""


@dataclass(frozen=True)
class Standing:
    """How a member of the staff stands to a conversation; `open_until`: a colleague asked them, or they broke the glass."""

    speaks: bool
    assigned: bool
    excluded: bool
    open_until: datetime | None


def may_read(staff: Role, standing: Standing, now: datetime) -> bool:
    """Whether the content may be read now. An exclusion wins over everything."""
    if standing.excluded:
        return False
    if standing.speaks or standing.assigned or is_granted(staff, Action.READ_EVERY_CASE):
        return True
    return standing.open_until is not None and standing.open_until > now


def access_case(staff: Role, standing: Standing, now: datetime) -> None:
    """Refuse who may not read the case. Raises Excluded, NotYourCase."""
    if standing.excluded:
        raise Excluded
    if not may_read(staff, standing, now):
        raise NotYourCase
