"""Asking: a question as somebody typed it leads to the cards of a library that may answer it, or to none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.finder import Finder
from content.library import Library
from content.subjects import PLACE, Subject, card_of, exists, title
from helpline.asking import NOTHING
from helpline.questions import usual

FLOOR, LEAD = 0.7, 0.05
"""How far three cards together must stand before what no card answers, for any to be told; and the first before the second,
to be shown and not only asked about."""
OFFERED = 3
"""The card that answers, and its neighbours."""


class Certainty(StrEnum):
    """How certain a first card is: it is shown, or asked about together with the next two, or it is said that none answers."""

    SURE = "sure"
    PERHAPS = "perhaps"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """The cards that may answer, the likeliest first, and how certain it is that the first does."""

    cards: tuple[str, ...]
    certainty: Certainty
    country: str | None


NO_ANSWER = Answer((), Certainty.UNKNOWN, None)


def certainty(scores: Sequence[float], nothing: float) -> Certainty:
    """How certain cards of these scores are, the highest first, beside what speaks for no card at all."""
    if sum(scores) - nothing < FLOOR:
        return Certainty.UNKNOWN
    first, second = (*scores, 0.0)[:2]
    return Certainty.SURE if first >= nothing and first - second >= LEAD else Certainty.PERHAPS


@dataclass(frozen=True)
class Asking:
    """Finds the cards of one library. Light: made anew whenever the library changes; what was learned is the finder's."""

    finder: Finder
    library: Library
    subjects: Mapping[str, Subject]

    def ask(self, question: str, own: str | None = None) -> Answer:
        """The cards for a question. `own` is the contact's own country, which counts where the question names none."""
        words = usual(question)
        ranked = self.finder.rank(words)
        country = self.finder.places.country_in(words, own) or own
        language = self.finder.places.language_in(words)
        cards = {card: found.score for found in reversed(ranked) if (card := self.card_of(found.subject, country, language))}
        if not cards:
            return NO_ANSWER
        nothing = next((found.score for found in ranked if found.subject == NOTHING), 0.0)
        found = sorted(cards, key=lambda card: -cards[card])[:OFFERED]
        return Answer(tuple(found), certainty([cards[card] for card in found], nothing), country)

    def card_of(self, id: str, country: str | None, language: str | None) -> str | None:
        """The card of a subject for this country or language; None where it was taken out of the library."""
        subject = self.subjects.get(id)
        if subject is None:
            return None
        place = (language or self.spoken_in(country)) if subject.card == f"phrases/{PLACE}" else country
        card = card_of(subject, self.subjects, self.library, place)
        return card if exists(card, self.library) else None

    def spoken_in(self, country: str | None) -> str | None:
        return self.library.destination(country).languages[0] if self.library.covers(country) else None

    def subject_of(self, card: str) -> Subject | None:
        """The subject that a card answers."""
        kind, _, rest = card.partition("/")
        part = rest.partition("/")[2]
        general = f"{kind}/{PLACE}/{part}" if part else f"{kind}/{PLACE}" if kind == "phrases" else card
        known = (subject for subject in self.subjects.values() if general == subject.card or card == subject.otherwise)
        return next(known, None)

    def country_name(self, code: str, language: str) -> str:
        """The name of a country, also of one that we only know by name."""
        known = {country.code: country for country in self.finder.places.known}
        return known[code].name(language) if code in known else code

    def title(self, card: str) -> str:
        """The short name of a card; empty for one that is no longer there."""
        subject = self.subject_of(card)
        return title(subject, self.library) if subject and exists(card, self.library) else ""
