"""Severity S0 to S4: how soon a human must answer. It rises by itself and falls only by a human hand."""

from enum import StrEnum


class Severity(StrEnum):
    """S0 is life in danger now; S4 is a question. Compare with `worse`, never by the letters."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"

    @property
    def rank(self) -> int:
        """0 for S0 (the worst) to 4 for S4: the order of the queue."""
        return int(self.value[1])


def worse(one: Severity, other: Severity) -> Severity:
    """The more urgent of the two."""
    return one if one.rank <= other.rank else other


def falls(before: Severity, after: Severity) -> bool:
    """Whether a case becomes less urgent: only a human hand may do that, and says why."""
    return after.rank > before.rank


def is_crisis(severity: Severity) -> bool:
    """Whether the safety lane is used and the counsellors are called."""
    return severity.rank <= Severity.S1.rank
