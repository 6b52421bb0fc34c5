"""The check-ins and the recovery files: what is wrong in them is told in one sentence."""

from pathlib import Path

import pytest

from content.checkins import load_rhythms
from content.reading import HERE, BadContent
from content.recovery import load_recovery

GOOD = (HERE / "checkins.yaml").read_text(encoding="utf-8")
STEPS = (HERE / "recovery.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("every 30 days until 360", "every 0 days", "every 30 days"),
        ("every 91 days", "now and then", "every 30 days"),
        ("nudge 2h", "shout 2h", "nudge 24h"),
        ("[-30, -7, -1]", "[-1, -7]", "the days must rise"),
        ("severity: S1", "severity: S9", "severity"),
        ("kind: aftercare", "kind: sometimes", "kind"),
        ("- kind: contract_end", "- kind: candidate", "no rhythm for contract_end"),
    ],
)
def test_a_wrong_check_ins_file_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "checkins.yaml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadContent) as refused:
        load_rhythms(path)
    assert told in refused.value.sentence
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("checked: 2026-11", "checked: lately"),
        ("  en: One thing", "  fr: Une chose"),
        ("source: WHO", "nothing: WHO"),
        ("days:", "- ["),
    ],
)
def test_a_wrong_recovery_file_is_told(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "recovery.yaml"
    path.write_text(STEPS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadContent, match=r"recovery\.yaml"):
        load_recovery(path)


def test_the_small_steps_hold_no_number_to_dial_and_promise_nothing() -> None:
    for day in load_recovery():
        for language in ("id", "en"):
            text = day.text(language)
            assert not any(sign.isdigit() for sign in text)
            assert "pasti" not in text.split()
