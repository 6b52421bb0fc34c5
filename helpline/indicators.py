"""Indicators: what a conversation tells together: the ILO's eleven of forced labour, and patterns no message shows alone.

Each is kept with the message and the words that said so. They help a counsellor ask; they prove nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from helpline.concepts import Mention
from helpline.danger import Evidence, Judged, Reader, Reading, bounded, shown_words
from helpline.severity import Severity


class Indicator(StrEnum):
    """The eleven indicators of forced labour (International Labour Organization, 2012)."""

    VULNERABILITY = "abuse_of_vulnerability"
    DECEPTION = "deception"
    MOVEMENT = "restriction_of_movement"
    ISOLATION = "isolation"
    VIOLENCE = "physical_and_sexual_violence"
    INTIMIDATION = "intimidation_and_threats"
    PAPERS = "retention_of_identity_documents"
    WAGES = "withholding_of_wages"
    DEBT = "debt_bondage"
    LIVING = "abusive_living_conditions"
    OVERTIME = "excessive_overtime"


class Pattern(StrEnum):
    """What several signs make together."""

    FORCED_LABOUR = "forced_labour"
    TRADED = "trafficking_or_scam_compound"
    LOST_IN_DANGER = "lost_contact_with_danger_signs"


BY_CONCEPT: dict[Indicator, frozenset[str]] = {
    Indicator.DECEPTION: frozenset({"CHEATED"}),
    Indicator.MOVEMENT: frozenset({"LOCK", "NOTOUT"}),
    Indicator.ISOLATION: frozenset({"NOPHONE", "WATCHED"}),
    Indicator.VIOLENCE: frozenset({"HIT", "SEVERE", "RAPE", "TOUCH"}),
    Indicator.INTIMIDATION: frozenset({"THREAT", "KILL"}),
    Indicator.PAPERS: frozenset({"PAPERS"}),
    Indicator.WAGES: frozenset({"UNPAID"}),
    Indicator.DEBT: frozenset({"DEBT", "RANSOM"}),
    Indicator.LIVING: frozenset({"HUNGRY"}),
    Indicator.OVERTIME: frozenset({"OVERWORK"}),
}
VULNERABLE = frozenset({"CHILD", "SMUGGLE", "PREGNANT"})
"""Who is young, without papers of their own or with child, and works, depends on whom they work for."""
SLEEPING = ("tidur",)
"""Of the words for hard work, these speak of the place one lives in."""
TURNED = (frozenset({"STUDY"}), frozenset({"JOKE"}), frozenset({"COND", "ASK"}))
"""A message with all of one of these tells of news, a joke or a case that is asked about, and adds nothing."""
TRADE = frozenset({"SOLD", "SCAM", "RANSOM", "SMUGGLE"})
BOUND = frozenset({"LOCK", "NOTOUT", "NOPHONE", "WATCHED", "HIT", "SEVERE", "THREAT", "PAPERS", "RAPE"})
SIGNS = frozenset(
    {"HIT", "SEVERE", "KILL", "THREAT", "LOCK", "NOTOUT", "CRYING", "HELPME", "SOLD", "SCAM", "RUN", "FEAR", "CHILD"}
)


@dataclass(frozen=True)
class Sign:
    """One sign: in which message of the conversation, counted from 0, and by which words."""

    message: int
    evidence: Evidence


@dataclass(frozen=True)
class Gathered:
    """What the conversation shows: each indicator and pattern with its signs, and how grave they are together."""

    indicators: dict[Indicator, tuple[Sign, ...]]
    patterns: dict[Pattern, tuple[Sign, ...]]
    severity: Severity


@dataclass(frozen=True)
class Told:
    """One message of the conversation, taken apart."""

    at: int
    text: str
    judged: Judged
    reading: Reading

    def signs(self, fits: Callable[[Mention], bool]) -> tuple[Sign, ...]:
        found = [m for m in self.judged.mentions if not m.negated and fits(m)]
        return tuple(Sign(self.at, shown_words(self.text, self.judged.said, m.start, m.end, m.concept)) for m in found)


def gather(messages: Sequence[str], reader: Reader) -> Gathered:
    """Read the contact's messages of one conversation together. A message read as harmless adds no sign."""
    told = []
    for at, text in enumerate(messages):
        judged, reading = reader.judge(bounded(text)), reader.read(text)
        concepts = {m.concept for m in judged.mentions}
        if not any(turned <= concepts for turned in TURNED) and reading.severity is not Severity.S4:
            told.append(Told(at, text, judged, reading))
    indicators = {i: signs for i in Indicator if (signs := signs_of(i, told))}
    patterns = {p: signs for p in Pattern if (signs := pattern(p, told, indicators))}
    return Gathered(indicators, patterns, together(indicators, patterns))


def signs_of(indicator: Indicator, told: Sequence[Told]) -> tuple[Sign, ...]:
    if indicator is Indicator.VULNERABILITY:
        return all_signs(told, lambda m: m.concept in VULNERABLE)
    found = all_signs(told, lambda m: m.concept in BY_CONCEPT[indicator])
    slept = tuple(s for s in all_signs(told, lambda m: m.concept == "OVERWORK") if s.evidence.words.lower().startswith(SLEEPING))
    if indicator is Indicator.LIVING:
        return found + slept
    return tuple(s for s in found if s not in slept)


def all_signs(told: Sequence[Told], fits: Callable[[Mention], bool]) -> tuple[Sign, ...]:
    return tuple(sign for one in told for sign in one.signs(fits))


def pattern(name: Pattern, told: Sequence[Told], indicators: dict[Indicator, tuple[Sign, ...]]) -> tuple[Sign, ...]:
    """The signs that make the pattern; nothing when one half of it is missing."""
    match name:
        case Pattern.FORCED_LABOUR:
            return tuple(s for signs in indicators.values() for s in signs) if len(indicators) >= 3 else ()
        case Pattern.TRADED:
            return both(told, TRADE, BOUND)
        case Pattern.LOST_IN_DANGER:
            return both(told, frozenset({"MISSING"}), SIGNS)


def both(told: Sequence[Told], one: frozenset[str], other: frozenset[str]) -> tuple[Sign, ...]:
    first, second = all_signs(told, lambda m: m.concept in one), all_signs(told, lambda m: m.concept in other)
    return first + second if first and second else ()


def together(indicators: dict[Indicator, tuple[Sign, ...]], patterns: dict[Pattern, tuple[Sign, ...]]) -> Severity:
    """Two indicators want a human within hours; held together with violence, now. One alone is what its message was."""
    held = Indicator.MOVEMENT in indicators
    if held and (Indicator.VIOLENCE in indicators or Indicator.INTIMIDATION in indicators) and len(indicators) >= 3:
        return Severity.S0
    if patterns or len(indicators) >= 2:
        return Severity.S1
    return Severity.S2 if indicators else Severity.S4
