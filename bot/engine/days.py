"""Days: how a date is told in chat («20 Mei 2027», «20/5», «besok», «3 bulan lagi»), or is not understood.

What only sounds like a date («habis Lebaran») is not guessed at: a wrong date would ask at the wrong time for months.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.engine.answers import NUMBER_WORDS, NotUnderstood, plain

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february pebruari feb peb", "maret march mar", "april apr", "mei may",
            "juni june jun",
            "juli july jul", "agustus august agu agt ags aug", "september sept sep", "oktober october okt oct",
            "november nopember nov nop", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
NEAR = {
    "kemarin dulu": -2, "kemarin lusa": -2, "kemarin": -1, "kemaren": -1, "yesterday": -1,
    "hari ini": 0, "sekarang": 0, "today": 0, "besok": 1, "bsk": 1, "tomorrow": 1, "besok lusa": 2, "lusa": 2,
}  # fmt: skip
UNITS = {"hari": 1, "day": 1, "days": 1, "minggu": 7, "pekan": 7, "week": 7, "weeks": 7}
LONG_UNITS = {"bulan": 1, "bln": 1, "month": 1, "months": 1, "tahun": 12, "thn": 12, "year": 12, "years": 12}
AHEAD, AGO = {"lagi", "depan", "ahead", "from"}, {"lalu", "kemarin", "ago", "yang"}
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?")
NAMED = re.compile(r"(?:tgl|tanggal)? ?(\d{1,2}) ([a-z]+)(?: (\d{4}))?")
AHEAD_OF = re.compile(r"(?:in|dalam) (\d{1,3}|[a-z]+) ([a-z]+)")
COUNTED = re.compile(r"(?:dalam )?(\d{1,3}|[a-z]+) ?([a-z]+) ((?:yang )?[a-z]+).*")


@dataclass(frozen=True)
class DayAnswer:
    """Reads a day between `earliest` and `latest` days from today, and keeps it as ISO 8601.

    A day told without its year is the one nearest to today that fits.
    """

    name: str = "day"
    earliest: int = -3650
    latest: int = 3650

    def read(self, words: str, today: date) -> str:
        """The day; raises NotUnderstood for what is none, does not exist, or lies outside the bounds."""
        try:
            days = told(words.strip()[:60], today)
        except OverflowError:
            raise NotUnderstood from None
        found = [day for day in days if self.earliest <= (day - today).days <= self.latest]
        if not found:
            raise NotUnderstood
        return min(found, key=lambda day: abs((day - today).days)).isoformat()


def told(words: str, today: date) -> list[date]:
    """The days that these words may mean."""
    said = plain(words)
    if said in NEAR:
        return [today + timedelta(days=NEAR[said])]
    if found := ISO.fullmatch(words):
        return existing([int(found[1])], int(found[2]), int(found[3]))
    if found := FIGURES.fullmatch(words):
        return existing(years(found[3], today), int(found[2]), int(found[1]))
    if (found := NAMED.fullmatch(said)) and found[2] in MONTHS:
        return existing(years(found[3], today), MONTHS[found[2]], int(found[1]))
    if found := AHEAD_OF.fullmatch(said):
        return counted(found[1], found[2], "ahead", today)
    if found := COUNTED.fullmatch(said):
        return counted(found[1], found[2], found[3], today)
    return []


def years(said: str | None, today: date) -> list[int]:
    if said is None:
        return [today.year - 1, today.year, today.year + 1]
    return [int(said) + (2000 if len(said) == 2 else 0)]


def existing(in_years: list[int], month: int, day: int) -> list[date]:
    """The days of these years that a calendar has: there is no 31 February."""
    found = []
    for year in in_years:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def counted(number: str, unit: str, direction: str, today: date) -> list[date]:
    """«3 bulan lagi», «dua minggu yang lalu»."""
    last = direction.split()[-1]
    sign = 1 if last in AHEAD else -1 if last in AGO else 0
    count = int(number) if number.isdecimal() else NUMBER_WORDS.get(number, 0)
    if not sign or not count or count > 600:
        return []
    if unit in UNITS:
        return [today + timedelta(days=sign * count * UNITS[unit])]
    if unit in LONG_UNITS:
        months = today.year * 12 + today.month - 1 + sign * count * LONG_UNITS[unit]
        return existing([months // 12], months % 12 + 1, min(today.day, 28))
    return []
