"""Danger: the first danger sense. It reads free words for the lexicon's gravest entries and asks a question; it proves nothing.

A match counts unless it is negated («tidak pernah dipukul»), asked about («kalau dipukul, lapor ke mana?») or part of a
harmless phrase («mati lampu»). What is grave enough to kill is never dropped to nothing by a negation: it is asked about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from helpline.normalise import Said, normalise
from helpline.severity import Severity
from helpline.topics import Topic

HARMLESS = None
"""The level of a harmless phrase."""
GRAVE = (Severity.S0, Severity.S1)

NEGATIONS = frozenset(
    {
        "tidak", "bukan", "belum", "jangan", "ora", "teu", "ndak", "mboten", "durung", "tanpa", "not", "never",
        "moal",
    }
)  # fmt: skip
LIGHT = frozenset(
    {
        "pernah", "akan", "mau", "ingin", "sedang", "saya", "dia", "kami", "mereka", "di", "sekali", "ada", "niat",
        "berniat", "sampai", "yang", "lagi", "kok",
    }
)  # fmt: skip
"""Words that may stand between a negation and what it negates; after any other word the negation is taken as spent."""
CONDITIONS = frozenset(
    {
        "kalau", "jika", "bila", "apabila", "misal", "misalnya", "seandainya", "if",
    }
)  # fmt: skip
QUESTIONS = frozenset(
    {
        "lapor", "kemana", "mana", "bagaimana", "gimana", "apa", "apakah", "siapa", "aturan", "hukumnya", "where",
        "how",
    }
)  # fmt: skip
DESPAIR = frozenset(
    {
        "sendiri", "kuat", "obat", "lantai", "jendela", "pamit", "titip", "hidup", "selamanya",
    }
)  # fmt: skip
"""Beside these words a harmless phrase is not trusted."""
NEAR = 3


@dataclass(frozen=True)
class Phrase:
    """One entry: its usual phrase, its variants and how grave it is (HARMLESS: a look-alike that must not alarm)."""

    category: str
    phrase: str
    variants: tuple[str, ...]
    severity: Severity | None
    language: str


@dataclass(frozen=True)
class Alarm:
    """What was sensed: how grave, of which kind, and by which entry of the lexicon."""

    severity: Severity
    category: str
    entry: str


@dataclass(frozen=True)
class Lexicon:
    """The phrases to look for. Built once; looking is then a walk over the words of a text."""

    phrases: tuple[Phrase, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of any entry: what mends split passives."""
        return frozenset(word for p in self.phrases for form in forms(p) for word in normalise(form).words)

    @cached_property
    def entries(self) -> dict[str, list[tuple[tuple[str, ...], Phrase]]]:
        """The entries by their first word, the longest first."""
        found: dict[str, list[tuple[tuple[str, ...], Phrase]]] = {}
        for p in self.phrases:
            if p.severity in GRAVE or p.severity is HARMLESS or p.category == "benign":
                for form in forms(p):
                    words = normalise(form, self.words).words
                    if words:
                        found.setdefault(words[0], []).append((words, p))
        for rows in found.values():
            rows.sort(key=lambda row: -len(row[0]))
        return found


def forms(phrase: Phrase) -> Iterator[str]:
    """The phrase and its variants, without remarks in brackets; «teman/adik» stands for either word."""
    for form in (*phrase.phrase.split(";"), *phrase.variants):
        bare = re.sub(r"\(.*?\)", " ", form).replace("'", " ")
        yield from (" ".join(words) for words in product(*(word.split("/") for word in bare.split())))


def sense(text: str, lexicon: Lexicon) -> Alarm | None:
    """The gravest alarm in the text, S0 or S1; None where nothing speaks of danger. Never raises."""
    said = normalise(text[:20_000], lexicon.words)
    found = list(matches(said, lexicon))
    trusted = not DESPAIR & set(said.words)
    covered = {i for start, end, p in found if is_harmless(p) and trusted for i in range(start, end)}
    alarms = [
        Alarm(severity, p.category, p.phrase)
        for start, end, p in found
        if not is_harmless(p)
        and not covered.issuperset(range(start, end))
        and (severity := weighed(said, start, end, p)) is not None
    ]
    return min(alarms, key=lambda alarm: alarm.severity.rank, default=None)


def is_harmless(phrase: Phrase) -> bool:
    return phrase.severity not in GRAVE


def matches(said: Said, lexicon: Lexicon) -> Iterator[tuple[int, int, Phrase]]:
    """Every entry found, with the first word and the one after the last."""
    for start, word in enumerate(said.words):
        for words, phrase in lexicon.entries.get(word, ()):
            if said.words[start : start + len(words)] == words:
                yield start, start + len(words), phrase


def weighed(said: Said, start: int, end: int, phrase: Phrase) -> Severity | None:
    """How grave a match is where it stands; None when it speaks of no danger."""
    if phrase.category == "safety_cmd" and end - start == 1 and len(said.words) > NEAR:
        return None  # «tolong» is also «please»; alone it is a cry.
    if is_negated(said, start) or is_asked_about(said, start):
        return Severity.S1 if phrase.severity is Severity.S0 and is_own_life(phrase) else None
    return phrase.severity


def is_own_life(phrase: Phrase) -> bool:
    return phrase.category == "suicide"


def is_negated(said: Said, start: int) -> bool:
    """Whether a negation just before binds to the match."""
    for i in range(start - 1, max(-1, start - 1 - NEAR), -1):
        if i + 1 in said.breaks:
            return False
        if said.words[i] in NEGATIONS:
            return True
        if said.words[i] not in LIGHT:
            return False
    return False


def is_asked_about(said: Said, start: int) -> bool:
    """Whether it is an «if» in a question, and not something that has happened."""
    before = said.words[max(0, start - NEAR) : start]
    return bool(CONDITIONS & set(before)) and bool(QUESTIONS & set(said.words))


TOPICS = {
    "suicide": Topic.DISTRESS,
    "violence": Topic.VIOLENCE,
    "sexual": Topic.SEXUAL_VIOLENCE,
    "confinement": Topic.CONFINEMENT,
    "passport_docs": Topic.HELD_PAPERS,
    "wages": Topic.WAGES,
    "debt_fees": Topic.RECRUITMENT,
    "recruiters": Topic.RECRUITMENT,
    "trafficking_scam": Topic.RECRUITMENT,
    "run_escape": Topic.CONFINEMENT,
    "missing": Topic.LOST_CONTACT,
    "deport_detain": Topic.LEGAL,
    "health_accident": Topic.HEALTH,
    "death_family": Topic.FAMILY,
    "threat": Topic.VIOLENCE,
}


def topic_of(category: str) -> Topic:
    """The topic of a case that a category of the lexicon opens."""
    return TOPICS.get(category, Topic.OTHER)
