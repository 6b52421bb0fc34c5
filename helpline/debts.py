"""Debts: how long a debt is paid off from the wages, and when one is free of it. Whole currency units, no guesses."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

LONGEST = 600
"""Months; what is not paid off in fifty years is never paid off."""


@dataclass(frozen=True)
class Repayment:
    """A debt paid off in `months` (None: never, for the interest eats the payment), `total` paid, `interest` of it."""

    months: int | None
    total: int
    interest: int


def repay(debt: int, monthly: int, percent: int = 0) -> Repayment:
    """Pay `monthly` off a debt that grows by `percent` a month, each month's interest rounded up. Nothing may be negative."""
    if debt < 0 or monthly < 0 or percent < 0:
        raise ValueError("a debt, a payment or a rate below nothing")
    left, paid, months = debt, 0, 0
    while left > 0:
        left += ceil(Fraction(left * percent, 100))
        if monthly == 0 or months == LONGEST:
            return Repayment(None, paid, 0)
        payment = min(monthly, left)
        left -= payment
        paid += payment
        months += 1
        if left >= debt and percent:
            return Repayment(None, paid, 0)
    return Repayment(months, paid, paid - debt)


def share(part: int, whole: int) -> int:
    """How many parts of a hundred, rounded up; a hundred and more where nothing is left."""
    return ceil(Fraction(100 * part, whole)) if whole > 0 else 100


def months_later(day: date, months: int) -> date:
    """The first of the month that lies so many months later: a month is promised, never a day."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
