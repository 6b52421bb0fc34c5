"""Asking: a question as somebody typed it leads to the cards of a library that may answer it, or to none."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from content.countries import Country
from content.library import Library
from content.places import Places
from content.reading import HERE
from content.subjects import PLACE, Subject, card_of, exists
from content.wordings import Wordings
from helpline.asking import NOTHING, Found, Ranker, learn
from helpline.questions import usual

WEIGHTS = HERE / "asking_weights.bin"
FLOOR, AHEAD = 0.45, 0.0
"""How sure the first card must be. Chosen on the questions written while it was made; docs/asking.md."""
OFFERED = 3
"""The card that answers, and its neighbours."""
LEAST = 0.01
"""What a weight must be to be kept in the file."""
SLIP, LONG_ENOUGH = 84, 5
"""How alike (0 to 100) a word of this length must be to one we know to count as a slip of the finger."""


@dataclass(frozen=True)
class Answer:
    """The cards that may answer, the likeliest first, and whether the first is sure enough to be shown."""

    cards: tuple[str, ...]
    sure: bool
    country: str | None
    score: float = 0.0
    nothing: float = 0.0


NO_ANSWER = Answer((), False, None)


@dataclass(frozen=True)
class Asking:
    """Finds the cards of one library."""

    library: Library
    subjects: Mapping[str, Subject]
    places: Places
    ranker: Ranker

    @classmethod
    def of(cls, library: Library, subjects: Mapping[str, Subject], countries: Iterable[Country], wordings: Wordings) -> "Asking":
        """For a library and wordings; the shipped ones are ready at once, changed wordings are learned anew."""
        places = Places.of(countries)
        return cls(library, subjects, places, shipped(wordings) or learned(wordings, places))

    def ask(self, question: str, own: str | None = None) -> Answer:
        """The cards for a question. `own` is the contact's own country, which counts where the question names none."""
        words = usual(question)
        ranked = self.ranker.rank([self.mended(word) for word in self.places.without(words)])
        named, spoken = self.places.country_in(words, own), self.places.language_in(words)
        cards = {card: found.score for found in reversed(ranked) if (card := self.card(found, named or own, spoken))}
        if not cards:
            return NO_ANSWER
        nothing = next((found.score for found in ranked if found.subject == NOTHING), 0.0)
        first, *others = sorted(cards, key=lambda card: -cards[card])
        sure = cards[first] >= FLOOR and cards[first] >= nothing + AHEAD
        return Answer((first, *others[: OFFERED - 1]), sure, named or own, cards[first], nothing)

    def card(self, found: Found, country: str | None, language: str | None) -> str | None:
        """The card of a subject for this country or language; None where it was taken out of the library."""
        subject = self.subjects.get(found.subject)
        if subject is None:
            return None
        place = (language or self.spoken_in(country)) if subject.card == f"phrases/{PLACE}" else country
        card = card_of(subject, self.subjects, self.library, place)
        return card if exists(card, self.library) else None

    def spoken_in(self, country: str | None) -> str | None:
        return self.library.destination(country).languages[0] if self.library.covers(country) else None

    def mended(self, word: str) -> str:
        """A word that we do not know, as the known one that it is a slip of the finger from."""
        return mended(word, self) if len(word) >= LONG_ENOUGH else word

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word of the wordings and synonyms, as traces name them."""
        return frozenset(trace[2:] for trace in self.ranker.rarity if trace[0] in "wm") | frozenset(self.ranker.synonyms.words)

    @cached_property
    def mendable(self) -> list[str]:
        return sorted(word for word in self.known if len(word) >= LONG_ENOUGH)

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=20_000)
def mended(word: str, asking: Asking) -> str:
    known = asking.known
    if word in known or not asking.ranker.unknown(word):
        return word
    best = process.extractOne(word, asking.mendable, scorer=fuzz.ratio, score_cutoff=SLIP)
    return best[0] if best and best[0][0] == word[0] else word


def learned(wordings: Wordings, places: Places) -> Ranker:
    """Learn from the wordings: a few seconds. Places are left out, because every subject is asked about every place."""
    listed = [(wording, subject) for subject, found in sorted(wordings.by_subject.items()) for wording in found]
    return learn([(places.without(usual(wording)), subject) for wording, subject in listed], wordings.synonyms)


@lru_cache(maxsize=2)
def read_weights(path: Path = WEIGHTS) -> dict[str, object]:
    return dict(json.loads(zlib.decompress(path.read_bytes())))


def shipped(wordings: Wordings, path: Path = WEIGHTS) -> Ranker | None:
    """The shipped weights; None where they were learned from other wordings."""
    if not path.exists() or (told := read_weights(path)).get("digest") != wordings.digest:
        return None
    return Ranker(wordings.synonyms, told["rarity"], told["weights"], told["unseen"])  # type: ignore[arg-type]


def keep_weights(wordings: Wordings, ranker: Ranker, path: Path = WEIGHTS) -> None:
    """Write the file that `shipped` reads; the same wordings give the same bytes."""
    weights = {
        trace: {to: round(weight, 3) for to, weight in row.items() if abs(weight) >= LEAST}
        for trace, row in ranker.weights.items()
    }
    rarity = {trace: round(told, 3) for trace, told in ranker.rarity.items()}
    told = {"digest": wordings.digest, "unseen": round(ranker.unseen, 3), "rarity": rarity, "weights": weights}
    path.write_bytes(zlib.compress(json.dumps(told, sort_keys=True, separators=(",", ":")).encode(), 9))
