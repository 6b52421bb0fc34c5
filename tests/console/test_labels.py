"""Labels: every stored value that staff may see has words."""

from enum import EnumType

import pytest

from console.labels import LABELS, label_of
from helpline.cases import CaseStatus, CloseReason
from helpline.contacts import Situation
from helpline.delivery import Delivery
from helpline.messages import Author, Kind
from helpline.permissions import Role
from helpline.severity import Severity
from helpline.topics import Topic
from storage.media import MediaState

NAMED = {
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
}


@pytest.mark.parametrize("name", NAMED)
def test_every_value_has_a_label_and_no_label_is_left_over(name: str) -> None:
    values: EnumType = NAMED[name]
    assert set(LABELS[name]) == {str(value) for value in values}


def test_a_value_that_nobody_named_is_written_out() -> None:
    assert label_of("topic", "days_off_a_month") == "Days off a month"
