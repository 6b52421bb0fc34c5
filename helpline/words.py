"""Words: a message taken apart: how it is usually spelt, what it says, what turns it around, and the stretches it is read in."""

from dataclasses import dataclass

from helpline.concepts import Concepts, Mention
from helpline.fields import Fields
from helpline.normalise import Said, normalise
from helpline.traces import Stretch, modes_of, stretches


@dataclass(frozen=True)
class Senses:
    """What words mean: the concepts they say, and the fields they belong to."""

    concepts: Concepts
    fields: Fields


@dataclass(frozen=True)
class Words:
    """One message, taken apart."""

    said: Said
    mentions: tuple[Mention, ...]
    modes: frozenset[str]
    stretches: tuple[Stretch, ...]
    asks: bool


def taken_apart(text: str, senses: Senses) -> Words:
    said = normalise(text, senses.concepts.vocabulary)
    mentions = senses.concepts.find(said)
    return Words(said, tuple(mentions), modes_of(text, mentions), tuple(stretches(said, mentions)), "?" in text)
