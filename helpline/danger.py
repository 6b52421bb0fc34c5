"""Danger: reads a message for danger: how grave, what about, by which words, whose and when. It asks; it proves nothing.

Four things judge together: concepts of many languages found in the words, a small grammar (negation, whose, when, what turns a
message around), weights over what the message leaves behind, and small nets that read its words in their order; the last two
are learned from a corpus of messages. Docs: docs/danger.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from helpline.concepts import Mention
from helpline.hearing import Numbers, heard
from helpline.learned import Cuts, Learned
from helpline.normalise import Said
from helpline.severity import Severity, is_crisis
from helpline.topics import Topic
from helpline.traces import MODES, Stretch, place, traces
from helpline.weights import likelihood
from helpline.words import Senses, taken_apart

LONGEST, ITS_END = 6_000, 2_000
"""Letters read of a message, and how many of them from its end: a cry may stand last."""
REMEMBERED = 3
"""Messages before this one that may lend it their meaning."""


class Kind(StrEnum):
    """What a danger is about: the topics of the report flow, taking one's own life, and being traded."""

    SUICIDE = "suicide"
    TRAFFICKING = "trafficking"
    EMERGENCY = "emergency"
    VIOLENCE = "violence"
    SEXUAL_VIOLENCE = "sexual_violence"
    CONFINEMENT = "confinement"
    HEALTH = "health"
    LOST_CONTACT = "lost_contact"
    LEGAL = "legal"
    FAMILY = "family"
    HELD_PAPERS = "held_papers"
    WAGES = "wages"
    RECRUITMENT = "recruitment"
    DISMISSAL = "dismissal"
    CONDITIONS = "conditions"
    DISTRESS = "distress"


TOPICS = {Kind.SUICIDE: Topic.DISTRESS, Kind.TRAFFICKING: Topic.RECRUITMENT}
"""Where a kind has no topic of its own yet."""


class Whose(StrEnum):
    """Who is in danger: the one who writes, or somebody they write about."""

    SELF = "self"
    OTHER = "other"


class When(StrEnum):
    """When it happens, as far as the words say."""

    NOW = "now"
    PAST = "past"
    IF = "if"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class Evidence:
    """Words that said so: from which to before which letter of the message, and the concept they speak of."""

    start: int
    end: int
    words: str
    concept: str


@dataclass(frozen=True)
class Reading:
    """What was read. `unclear` asks for one gentle question; a human alone lowers what follows from a reading."""

    severity: Severity
    topics: tuple[Kind, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    whose: Whose = Whose.SELF
    when: When = When.UNSAID
    negated: bool = False
    confidence: float = 1.0
    unclear: bool = False

    @property
    def is_crisis(self) -> bool:
        return is_crisis(self.severity)


@dataclass(frozen=True)
class Judged:
    """A message taken apart, and its scores: the highest of its stretches each."""

    said: Said
    mentions: tuple[Mention, ...]
    stretch: Stretch
    """The stretch that speaks most."""

    s0: float
    s1: float
    s2: float
    """Each is above its cut where it is above nought."""

    about: dict[str, float]
    """The scores of the topics, of somebody else being in danger, and of being meant for others."""

    @property
    def says_something(self) -> bool:
        """Whether there is a word beside courtesy; of signs and pictures only a cry counts."""
        return any(word[0].isalpha() for word in self.stretch.words) or is_bare_cry(self)


OWN_LIFE = frozenset({"SUICIDE", "WANTDIE"})
CRY = frozenset({"HELPME"})
FEW = 3
FAR_ABOVE = {1: 3.5, 2: 2.5}
"""How far above a cut must be what names nothing grave and has one word, or two: people answer questions with such."""
PLAIN = frozenset({"HIT", "SEVERE", "RAPE", "LOCK", "SUICIDE", "WANTDIE", "KILL"})
WEIGHTS_COUNT = 0.5
"""How much the weights say beside the nets: chosen on lines that neither had seen."""
OTHER = "whose_other"
"""The answer of `about` that says that somebody else is in danger."""
STRAY = "elsewhere"
"""The answer of `about` that says that a text was meant for others: news, scripture, a story, a friend."""
STRAYS_FROM, STRAYS_COUNT = -6.0, 1.25
"""From which answer on, and how much, it speaks against an alarm: chosen on lines that the answer had not seen. It does not speak
against S2, so that a cry in a book's words is read by a human all the same."""
LEANING_TO_ANOTHER = 1.0
"""How much it speaks for somebody else's danger that a relative or friend is named before what happens."""
OTHERS = frozenset({"KIN", "FRIEND"})
LEANING = frozenset({"CANTBEAR", "FAREWELL", "HOPELESS", "FEAR", "HELPME", "MEANS", "NOW", "BLOOD", "CANTTALK", "VOICES"})
"""What may stand for a danger told in the messages before."""


@dataclass(frozen=True)
class Reader:
    """Reads messages: pure, the same answer for the same words. Built once."""

    senses: Senses
    learned: Learned = field(repr=False)
    cuts: Cuts

    def read(self, text: str, recent: Sequence[str] = ()) -> Reading:
        """How grave one message is. `recent` are the contact's messages before it, the latest last. Never raises."""
        judged = self.judge(bounded(text))
        severity = self.how_grave(judged)
        if recent and judged.says_something and not is_crisis(severity) and leans(judged, self.cuts):
            before = self.judge(bounded(". ".join([*recent[-REMEMBERED:], text])))
            if is_crisis(self.how_grave(before)):
                severity = Severity.S1  # what was said before is known already: this one says that it goes on.
        return self.told(text, judged, severity)

    def judge(self, text: str) -> Judged:
        words = taken_apart(text, self.senses)
        grave = self.senses.concepts.grave
        learned = self.learned
        found = [traces(stretch, words.modes, grave, self.senses.fields) for stretch in words.stretches]
        scored = np.array([learned.weights.scores(one) for one in found])
        loudest = int((scored[:, 1] + scored[:, 2]).argmax())
        line = heard(words.said, words.mentions, self.senses.concepts.names, asks=words.asks)
        by_nets: Numbers = np.mean([net.scores(line) for net in learned.nets], axis=0)
        s0, s1, s2 = (by_nets + WEIGHTS_COUNT * scored.max(axis=0)).tolist()
        by_window, by_stretch = learned.about_net.by_window(line), np.array([learned.about.scores(one) for one in found])
        told = by_window.max(axis=0) + by_stretch.mean(axis=0)
        stray = learned.about.answers.index(STRAY)
        told[stray] = by_window[:, stray].min() + by_stretch[:, stray].min()  # meant for us is what is so in any part
        about = dict(zip(learned.about.answers, told.tolist(), strict=True))
        stretch, away = words.stretches[loudest], STRAYS_COUNT * max(0.0, about[STRAY] - STRAYS_FROM)
        s0, s1, s2 = s0 - away - self.cuts.s0, s1 - away - self.cuts.s1, s2 - self.cuts.s2
        return Judged(words.said, words.mentions, stretch, s0, s1, s2, about)

    def how_grave(self, judged: Judged) -> Severity:
        if not judged.says_something:
            return Severity.S4
        floor = 0.0 if self.grave_mentions(judged) else FAR_ABOVE.get(len(judged.said.words), 0.0)
        if judged.s1 >= floor or is_bare_cry(judged) or is_plain(judged):
            return Severity.S0 if judged.s0 >= 0 else Severity.S1
        if judged.s2 >= floor:
            return Severity.S2
        return Severity.S3 if self.grave_mentions(judged) else Severity.S4

    def grave_mentions(self, judged: Judged) -> list[Mention]:
        return [m for m in judged.mentions if m.concept in self.senses.concepts.grave and not m.negated]

    def told(self, text: str, judged: Judged, severity: Severity) -> Reading:
        """The reading in full, with what explains it."""
        grave = [m for m in judged.mentions if m.concept in self.senses.concepts.grave]
        score = judged.s1 if is_crisis(severity) else judged.s2 if severity is Severity.S2 else -judged.s2
        denied_life = any(m.concept in OWN_LIFE and m.negated for m in grave)
        return Reading(
            severity=severity,
            topics=self.topics(judged) if severity.rank <= Severity.S2.rank else (),
            evidence=self.evidence(text, judged) if severity.rank <= Severity.S3.rank else (),
            whose=self.whose(judged),
            when=when_of({m.concept for m in judged.mentions}),
            negated=bool(grave) and all(m.negated for m in grave),
            confidence=round(likelihood(score), 3),
            unclear=not is_crisis(severity) and (self.is_in_doubt(judged) or denied_life or weeps(judged) or is_afraid(judged)),
        )

    def is_in_doubt(self, judged: Judged) -> bool:
        """Close below S1; a few words that name nothing grave are rather an answer to what was asked."""
        return judged.s1 >= -self.cuts.doubt and (len(judged.said.words) > FEW or bool(self.grave_mentions(judged)))

    def whose(self, judged: Judged) -> Whose:
        """Learned, and leaning to another where a relative or friend is named before what happens."""
        named = [m.start for m in judged.mentions if m.concept in OTHERS]
        grave = [m.start for m in judged.mentions if m.concept in self.senses.concepts.grave]
        leaning = LEANING_TO_ANOTHER if named and grave and min(named) < min(grave) else 0.0
        return Whose.OTHER if judged.about[OTHER] + leaning >= self.cuts.other else Whose.SELF

    def topics(self, judged: Judged) -> tuple[Kind, ...]:
        """What it is about: always one, at most three, the likeliest first."""
        scores = sorted(((judged.about[kind], kind) for kind in Kind), reverse=True)
        return tuple(kind for at, (score, kind) in enumerate(scores[:3]) if at == 0 or score >= self.cuts.topic)

    def evidence(self, text: str, judged: Judged) -> tuple[Evidence, ...]:
        """The words that said so: grave concepts, else the words that weigh most."""
        within = [m for m in self.grave_mentions(judged) if judged.stretch.start <= m.start < judged.stretch.end]
        if within:
            return tuple(shown_words(text, judged.said, m.start, m.end, m.concept) for m in within[:8])
        words = judged.said.words
        weighing = sorted(
            range(judged.stretch.start, judged.stretch.end), key=lambda i: -self.learned.weights.of_word(place(f"w:{words[i]}"))
        )
        return tuple(shown_words(text, judged.said, i, i + 1, "") for i in sorted(weighing[:2]))


def bounded(text: str) -> str:
    """The beginning and the end of what is too long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - ITS_END]}\n{text[-ITS_END:]}"


def leans(judged: Judged, cuts: Cuts) -> bool:
    """Whether a message may only be understood by the ones before it."""
    return judged.s1 >= -2 * cuts.doubt or any(m.concept in LEANING and not m.negated for m in judged.mentions)


def is_bare_cry(judged: Judged) -> bool:
    """«Tolong!» and nothing else is a cry; with a wish after it, it is «please»."""
    cries = {i for m in judged.mentions if m.concept in CRY or m.concept == "SELF" for i in range(m.start, m.end)}
    return any(m.concept in CRY for m in judged.mentions) and cries.issuperset(range(len(judged.said.words)))


def weeps(judged: Judged) -> bool:
    """Loud tears and no word beside them; a sad face alone may be a sticker."""
    words = judged.said.words
    return any(word.startswith("\U0001f62d") for word in words) and not any(word[0].isalpha() for word in words)


def is_afraid(judged: Judged) -> bool:
    """«Saya takut» and hardly a word more: of what, they are asked."""
    fears = [m for m in judged.mentions if m.concept == "FEAR" and not m.negated]
    told = {i for m in judged.mentions if m.concept in {"FEAR", "SELF"} for i in range(m.start, m.end)}
    return bool(fears) and len(judged.said.words) - len(told) <= 1


def is_plain(judged: Judged) -> bool:
    """Three words or fewer that name a grave harm, and nothing that turns it around: «dipukul majikan»."""
    if len(judged.said.words) > FEW or any(m.concept in MODES or m.concept == "IDIOM" for m in judged.mentions):
        return False
    return any(m.concept in PLAIN and not m.negated for m in judged.mentions)


def when_of(concepts: set[str]) -> When:
    if "COND" in concepts and "NOW" not in concepts:
        return When.IF
    if "NOW" in concepts:
        return When.NOW
    return When.PAST if "PAST" in concepts else When.UNSAID


def shown_words(text: str, said: Said, start: int, end: int, concept: str) -> Evidence:
    if len(text) > LONGEST:
        return Evidence(0, 0, " ".join(said.words[start:end]), concept)
    first, last = said.spans[start][0], said.spans[end - 1][1]
    return Evidence(first, last, text[first:last], concept)


def topic_of(reading: Reading) -> Topic:
    """The topic of the case that a reading opens."""
    kind = reading.topics[0] if reading.topics else None
    if kind is None:
        return Topic.OTHER
    return TOPICS.get(kind) or Topic(kind.value)
