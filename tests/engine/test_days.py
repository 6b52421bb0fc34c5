"""A day told in chat: read when it is sure, asked again when it is not."""

from datetime import date, timedelta

import pytest

from bot.engine.answers import NotUnderstood
from bot.engine.days import DayAnswer

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("20 Mei 2027", "2027-05-20"),
        ("tgl 20 mei 2027", "2027-05-20"),
        ("20 mei", "2027-05-20"),
        ("20/5/2027", "2027-05-20"),
        ("20-5-27", "2027-05-20"),
        ("20.5.2027", "2027-05-20"),
        ("2027-05-20", "2027-05-20"),
        ("3 December", "2026-12-03"),
        ("besok", "2026-11-26"),
        ("BESOK!", "2026-11-26"),
        ("lusa", "2026-11-27"),
        ("hari ini", "2026-11-25"),
        ("2 minggu lagi", "2026-12-09"),
        ("dua minggu lagi", "2026-12-09"),
        ("3 bulan lagi", "2027-02-25"),
        ("in 2 months", "2027-01-25"),
        ("29 Februari 2028", "2028-02-29"),
        ("29 Februari 2027", None),
        ("31 Februari", None),
        ("habis lebaran", None),
        ("nanti", None),
        ("32/13/2027", None),
        ("kemarin", None),
        ("3 bulan lalu", None),
        ("1 1 9999", None),
        ("999 tahun lagi", None),
        ("", None),
        ("٢٠ مايو", None),
    ],
)
def test_a_day_to_come(words: str, day: str | None) -> None:
    answer = DayAnswer(earliest=0, latest=1100)
    if day is None:
        with pytest.raises(NotUnderstood):
            answer.read(words, TODAY)
    else:
        assert answer.read(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"), [("3 bulan lalu", "2026-08-25"), ("2 minggu yang lalu", "2026-11-11"), ("20 mei", "2026-05-20")]
)
def test_a_day_gone_by(words: str, day: str) -> None:
    assert DayAnswer(earliest=-7300, latest=0).read(words, TODAY) == day


def test_no_words_and_no_calendar_break_it() -> None:
    for today in (date.min, date.max, TODAY):
        for words in ("600 tahun lalu", "600 tahun lagi", "kemarin", "lusa", "1/1"):
            try:
                found = DayAnswer().read(words, today)
            except NotUnderstood:
                continue
            assert abs(date.fromisoformat(found) - today) <= timedelta(days=3650)
