"""What the operator is told of the content."""

from datetime import date

import content
from suluh.contents import told, warnings

LOADED = content.load()


def test_the_table_names_every_country_and_the_shares() -> None:
    lines = list(told(LOADED, date(2026, 12, 1)))
    assert any(line.startswith("| MY |") for line in lines)
    assert any("Contacts shown: " in line for line in lines)
    assert any("words a sentence" in line for line in lines)


def test_what_is_overdue_is_warned_of_and_not_more_than_can_be_read() -> None:
    today = list(warnings(LOADED.library, date(2026, 12, 1)))
    assert [line for line in today if "was to be reviewed" in line] == []
    assert any("source without a date" in line for line in today)
    late = list(warnings(LOADED.library, date(2030, 1, 1)))
    assert sum("was to be reviewed" in line for line in late) == 10
    assert any("more statements" in line for line in late)
