"""People of a case: who belongs to it besides the contact, and what each of them may know."""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What a person or a firm is to the case."""

    WORKER = "worker"
    FAMILY = "family"
    EMPLOYER = "employer"
    AGENCY = "agency"
    PERPETRATOR = "perpetrator"
    WITNESS = "witness"


class MayKnow(StrEnum):
    """What may be told to this person. NOTHING also means: not that there is a case at all."""

    NOTHING = "nothing"
    SAFE = "safe"
    EVERYTHING = "everything"


RELATES = frozenset({Relation.EMPLOYER, Relation.AGENCY, Relation.PERPETRATOR})
"""By whom cases are recognised as related."""


@dataclass(frozen=True)
class Person:
    """A person or firm of a case; `reach`: how they can be reached, as it was told."""

    id: str
    relation: Relation
    name: str
    reach: str
    may_know: MayKnow


def name_to_compare(name: str) -> str:
    """A name as it is compared: letters and digits alone, without titles of firms and persons."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return " ".join(word for word in words if word not in {"pt", "cv", "tbk", "pak", "bapak", "bu", "ibu", "mr", "mrs", "tuan"})
