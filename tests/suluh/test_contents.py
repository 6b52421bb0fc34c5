"""What the operator is told of the content."""

import re
from datetime import date

import pytest
from typer.testing import CliRunner

import content
from content.library import Library
from content.reading import BadContent
from helpline.directory import may_be_shown
from suluh.cli import app
from suluh.contents import told, warnings

LOADED = content.load()
WRONG = "content/lessons/offer_real.yaml, line 1: source: Field required."


def test_a_wrong_file_ends_every_command_with_its_file_and_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Library:
        raise BadContent(WRONG)

    monkeypatch.setattr("content.load_library", broken)
    for words in (["content"], ["flows", "check"], ["flows", "rehearse", "lesson"]):
        refused = CliRunner().invoke(app, words)
        assert refused.exit_code == 1
        assert WRONG in refused.output


def test_the_table_names_every_country_and_the_shares() -> None:
    lines = list(told(LOADED, date(2026, 12, 1)))
    assert any(re.match(r"\| MY \| (\d+ · \d+ % · 100 % \|)", line) for line in lines)
    shown = sum(1 for entry in LOADED.directory if may_be_shown(entry))
    assert any(line.startswith(f"Contacts shown: {shown} of {len(LOADED.directory)}: ") for line in lines)
    assert not any("low" in line for line in lines if line.startswith("Contacts"))
    late = [line for line in told(LOADED, date(2030, 1, 1)) if line.startswith("| MY |")]
    assert "· 0 %" in late[0]
    assert "100 % |" not in late[0]
    assert any("words a sentence" in line for line in lines)


def test_what_is_overdue_is_warned_of_and_not_more_than_can_be_read() -> None:
    today = list(warnings(LOADED.library, date(2026, 12, 1)))
    assert [line for line in today if "was to be reviewed" in line] == []
    assert any("source without a date" in line for line in today)
    late = list(warnings(LOADED.library, date(2030, 1, 1)))
    assert sum("was to be reviewed" in line for line in late) == 10
    assert any("more statements" in line for line in late)


def test_every_card_that_can_be_asked_for_is_listed_once_with_what_belongs_there() -> None:
    printed = CliRunner().invoke(app, ["content", "--cards"])
    rows = [line.split("\t") for line in printed.output.splitlines()]
    assert printed.exit_code == 0
    assert all(len(row) == 5 and row[0] and row[4] for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert "rights/SA/passport" in {row[0] for row in rows}


def test_the_reading_level_names_every_lesson() -> None:
    printed = CliRunner().invoke(app, ["content", "--reading"])
    assert printed.exit_code == 0
    assert all(f"| {id} |" in printed.output for id in LOADED.library.lessons)
