"""Finder: which subjects the words of a question are about, in any spelling, by what was learned from the wordings."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from content.countries import Country, load_countries
from content.places import Places
from content.reading import HERE
from content.wordings import Wordings, load_wordings
from helpline.asking import Found, Ranker, learn
from helpline.questions import usual

WEIGHTS = HERE / "asking_weights.bin"
SLIP, LONG_ENOUGH = 84, 5
"""How alike (0 to 100) a word of this length must be to one we know to count as a slip of the finger."""


@dataclass(frozen=True, eq=False)
class Finder:
    """What was learned, and the names of places. Nothing of it depends on what the library holds at the moment."""

    places: Places
    ranker: Ranker

    @classmethod
    def of(cls, countries: Iterable[Country], wordings: Wordings) -> "Finder":
        """For the shipped wordings ready at once; changed wordings are learned anew, which takes a few seconds."""
        places = Places.of(countries)
        return cls(places, shipped(wordings) or learned(wordings, places))

    def rank(self, words: Sequence[str]) -> list[Found]:
        """The subjects, the surest first. Names of places are left out: every subject is asked about every place."""
        return self.ranker.rank([mended(word, self) for word in self.places.without(words)])

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word of the wordings and of those that count as one."""
        return frozenset(trace[2:] for trace in self.ranker.rarity if trace[0] in "wm") | frozenset(self.ranker.synonyms.words)

    @cached_property
    def mendable(self) -> list[str]:
        return sorted(word for word in self.known if len(word) >= LONG_ENOUGH)


@lru_cache(maxsize=1)
def load_finder() -> Finder:
    """The finder for the shipped wordings, read once a process. Raises BadContent."""
    return Finder.of(load_countries(), load_wordings())


@lru_cache(maxsize=20_000)
def mended(word: str, finder: Finder) -> str:
    """A word that we do not know, as the known one that it is a slip of the finger from."""
    if len(word) < LONG_ENOUGH or word in finder.known or not finder.ranker.unknown(word):
        return word
    best = process.extractOne(word, finder.mendable, scorer=fuzz.ratio, score_cutoff=SLIP)
    return best[0] if best and best[0][0] == word[0] else word


def learned(wordings: Wordings, places: Places) -> Ranker:
    """Learn from the wordings."""
    listed = [(wording, subject) for subject, found in sorted(wordings.by_subject.items()) for wording in found]
    return learn([(places.without(usual(wording)), subject) for wording, subject in listed], wordings.synonyms)


def shipped(wordings: Wordings, path: Path = WEIGHTS) -> Ranker | None:
    """The shipped weights; None where they were learned from other wordings."""
    if not path.exists():
        return None
    told = json.loads(zlib.decompress(path.read_bytes()))
    if told["digest"] != wordings.digest:
        return None
    weights = {trace: b64decode(row) for trace, row in told["weights"].items()}
    return Ranker(wordings.synonyms, tuple(told["subjects"]), told["rarity"], weights, told["step"], told["unseen"])


def keep_weights(wordings: Wordings, ranker: Ranker, path: Path = WEIGHTS) -> None:
    """Write the file that `shipped` reads; the same wordings give the same bytes."""
    weights = {trace: b64encode(row).decode() for trace, row in ranker.weights.items()}
    told = {"digest": wordings.digest, "subjects": ranker.subjects, "step": ranker.step, "unseen": ranker.unseen}
    body = json.dumps(told | {"rarity": ranker.rarity, "weights": weights}, sort_keys=True, separators=(",", ":"))
    path.write_bytes(zlib.compress(body.encode(), 9))
