"""Referrals: a case is offered to an organisation, which accepts or declines it. Every state keeps its date."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from helpline.errors import HelplineError

FOLLOW_UP = timedelta(days=3)
"""After how long without a change the counsellor is reminded to ask."""


class ReferralState(StrEnum):
    """Where a referral stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    REVOKED = "revoked"


NEXT: dict[ReferralState, tuple[ReferralState, ...]] = {
    ReferralState.OFFERED: (ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.REVOKED),
    ReferralState.ACCEPTED: (ReferralState.DONE, ReferralState.REVOKED),
    ReferralState.DECLINED: (),
    ReferralState.DONE: (),
    ReferralState.REVOKED: (),
}
"""To which states each leads."""


class NoConsent(HelplineError):
    """The contact has not agreed to this referral. Ask first; in danger a supervisor can refer with a reason."""


class NoSuchStep(HelplineError):
    """This referral cannot go there from where it stands."""


@dataclass(frozen=True)
class Step:
    """A state and since when."""

    state: ReferralState
    at: datetime
    staff_id: str


@dataclass(frozen=True)
class Referral:
    """A case offered to an organisation of the directory. `reason`: why it went without consent; None where there is one."""

    id: str
    entry_id: str
    organisation: str
    reason: str | None
    steps: tuple[Step, ...]

    @property
    def state(self) -> ReferralState:
        return self.steps[-1].state

    @property
    def is_open(self) -> bool:
        return bool(NEXT[self.state])


def check_step(referral: Referral, to: ReferralState) -> None:
    """Refuse a step that does not follow. Raises NoSuchStep."""
    if to not in NEXT[referral.state]:
        raise NoSuchStep
