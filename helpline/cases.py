"""Cases: one concern of one contact, from the first word to the close."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from helpline.danger import Whose
from helpline.errors import HelplineError
from helpline.severity import Severity, worse
from helpline.topics import Topic


class CaseStatus(StrEnum):
    """Where the work on a case stands."""

    OPEN = "open"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"


UNFINISHED = frozenset({CaseStatus.OPEN, CaseStatus.PENDING, CaseStatus.RESOLVED})
"""RESOLVED is unfinished too: the work is done, and a case that the contact writes about before it is closed is open again."""


class CloseReason(StrEnum):
    """Why a case was closed. The counsellor must choose one."""

    HELPED = "helped"
    REFERRED = "referred"
    INFORMED = "informed"
    CONTACT_STOPPED = "contact_stopped"
    UNREACHABLE = "unreachable"
    DUPLICATE = "duplicate"
    NOT_FOR_US = "not_for_us"


class Outcome(StrEnum):
    """What came of a case, for the contact."""

    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"
    UNKNOWN = "unknown"


class AlreadyClosed(HelplineError):
    """This case is closed already."""


class AlreadyOpen(HelplineError):
    """This case is open already."""


@dataclass(frozen=True)
class Case:
    """A case as it stands. `number` is what the contact is given and may say on the phone.

    `about`: whom it is about, the contact or somebody they write about. A contact has at most one unfinished case of each.
    """

    id: str
    number: str
    contact_id: str
    topic: Topic
    severity: Severity
    status: CaseStatus
    opened_at: datetime
    assignee: str | None = None
    about: Whose = Whose.SELF
    unknown_since: datetime | None = None  # since when a voice note or photo without words waits to be heard or seen


# No 0/O, 1/I/L or vowels: nothing to misread aloud, and no word can be spelled by chance.
NUMBER_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def case_number(chance: int) -> str:
    """A number of six characters such as `K7D-4QX` from a random whole number (27⁶, about 387 million of them).

    Storage keeps it unique; on a clash the caller draws again.
    """
    characters = []
    for _ in range(6):
        chance, digit = divmod(chance, len(NUMBER_ALPHABET))
        characters.append(NUMBER_ALPHABET[digit])
    return f"{''.join(characters[:3])}-{''.join(characters[3:])}"


def raised(case: Case, to: Severity) -> Severity:
    """The severity after something new is known: never less urgent than before."""
    return worse(case.severity, to)


def check_reopen(case: Case) -> None:
    """Refuse to open what is open."""
    if case.status is CaseStatus.OPEN:
        raise AlreadyOpen


def check_open(case: Case) -> None:
    """Refuse to work on a closed case."""
    if case.status is CaseStatus.CLOSED:
        raise AlreadyClosed
