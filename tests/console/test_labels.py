"""Labels: every stored value that staff may see has words."""

from enum import EnumType

import pytest

from console.labels import LABELS, label_of
from content.entries import EntryKind
from helpline.campaigns import CampaignState
from helpline.cases import CaseStatus, CloseReason, Outcome
from helpline.checkins.plan import PlanKind
from helpline.checkins.watch import PlanState
from helpline.consent import How, Scope
from helpline.contacts import Situation
from helpline.danger import Whose
from helpline.delivery import Delivery
from helpline.destinations import Matter, Part
from helpline.editions import Change, EditionState
from helpline.indicators import Indicator, Pattern
from helpline.lessons import Audience
from helpline.messages import Author, Kind
from helpline.people import MayKnow, Relation
from helpline.permissions import Action, Role
from helpline.referrals import ReferralState
from helpline.roster import Presence
from helpline.screening import Screener
from helpline.severity import Severity
from helpline.topics import Topic
from storage.check_ins import CheckInState
from storage.media import MediaState
from storage.notes import About
from storage.tasks import TaskKind

NAMED = {
    "entry_kind": EntryKind,
    "edition": EditionState,
    "change": Change,
    "part": Part,
    "matter": Matter,
    "audience": Audience,
    "whose": Whose,
    "indicator": Indicator,
    "pattern": Pattern,
    "severity": Severity,
    "topic": Topic,
    "role": Role,
    "author": Author,
    "situation": Situation,
    "status": CaseStatus,
    "reason": CloseReason,
    "delivery": Delivery,
    "file": MediaState,
    "kind": Kind,
    "outcome": Outcome,
    "relation": Relation,
    "may_know": MayKnow,
    "scope": Scope,
    "how": How,
    "referral": ReferralState,
    "presence": Presence,
    "task": TaskKind,
    "about": About,
    "plan_kind": PlanKind,
    "plan_state": PlanState,
    "check_in_state": CheckInState,
    "campaign": CampaignState,
    "screener": Screener,
}


@pytest.mark.parametrize("name", NAMED)
def test_every_value_has_a_label_and_no_label_is_left_over(name: str) -> None:
    values: EnumType = NAMED[name]
    assert set(LABELS[name]) == {str(value) for value in values}


def test_a_value_that_nobody_named_is_written_out() -> None:
    assert label_of("topic", "days_off_a_month") == "Days off a month"


def test_every_action_that_the_audit_keeps_has_a_label() -> None:
    assert set(LABELS["action"]) == {str(action) for action in Action if action is not Action.PUBLIC}
