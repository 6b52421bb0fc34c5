"""Shown: how times, places, sizes and files are written for a person."""

from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
SOUNDS = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/webm"})
FILMS = frozenset({"video/mp4", "video/webm", "video/quicktime"})
PLAYABLE = PICTURES | SOUNDS | FILMS
"""What a browser may show in our pages. SVG and all else are documents: they are only ever downloaded."""

SPOKEN = {"HK": "Hong Kong"}
"""Where the official name is not the one that anybody says."""


def country(code: str | None, language: str) -> str:
    """The country's name in the visitor's language; the code itself when nobody knows it."""
    if not code:
        return "—"
    return SPOKEN.get(code.upper()) or str(Locale.parse(language).territories.get(code.upper(), code))


def language_name(code: str, language: str) -> str:
    """The language's name in the visitor's language."""
    return str(Locale.parse(language).languages.get(code, code)).capitalize()


def since(at: datetime | None, now: datetime, language: str) -> str:
    """How long ago, such as «5 menit»."""
    if at is None:
        return "—"
    return span(now - at, language)


def span(length: timedelta, language: str) -> str:
    """A length of time, such as «5 menit»."""
    return format_timedelta(max(length, timedelta(seconds=1)), locale=language, threshold=1.5)


def day_name(day: date, language: str) -> str:
    """A day, such as «Sen, 23 Nov»."""
    return format_date(day, "EEE, d MMM", locale=language)


def weekday(number: int, language: str) -> str:
    """The short name of a day of the week, 0 for Monday."""
    return str(Locale.parse(language).days["format"]["abbreviated"][number])


def clock_time(at: datetime) -> str:
    """The instant in UTC; the page's script writes it in the browser's own time."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def count(number: int, language: str) -> str:
    """How many, such as «1.137»."""
    return str(format_decimal(number, locale=language))


def size(number: int | None, language: str) -> str:
    """Bytes as a person reads them."""
    if number is None:
        return ""
    if number < 1_000_000:
        return f"{format_decimal(max(1, round(number / 1000)), locale=language)} kB"
    return f"{format_decimal(round(number / 1_000_000, 1), locale=language)} MB"
