"""Traces: what a stretch of a message leaves for the weights: its words, letters, concepts, fields, and how they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from zlib import crc32

from helpline.concepts import Mention
from helpline.fields import Fields
from helpline.normalise import Said

BUCKETS = 1 << 17
"""How many weights a question has; traces that fall together share one."""
WINDOW = 26
"""Words read at once; a longer message is read in stretches that overlap by half, and the gravest speaks for it."""
NEARBY = 9
"""How far apart two concepts may stand to be read together."""
MODES = frozenset({"COND", "ASK", "STUDY", "JOKE", "PAST", "HYPER", "SAFE", "HEARSAY"})
"""What may turn the meaning of a whole message around, wherever it stands."""
POLITE = frozenset({"THANKS", "ADDRESS"})
CLASSES = {
    "harm": ["HIT", "SEVERE", "KILL", "RAPE", "TOUCH", "LOCK", "SOLD", "WOUND", "BLOOD", "DISTURB"],
    "own": ["SUICIDE", "WANTDIE", "HOPELESS", "FAREWELL", "VOICES"],
    "bound": ["LOCK", "NOTOUT", "NOPHONE", "WATCHED", "RANSOM", "SCAM", "SMUGGLE"],
    "need": ["HUNGRY", "ILL", "BLOOD", "WOUND", "CANTBEAR", "HELPME", "FEAR", "THREAT", "RUN"],
    "wrong": ["UNPAID", "PAPERS", "CHEATED", "DEBT", "OVERWORK", "MISSING", "LEGAL", "INSULT"],
}
CLASS_OF = {concept: name for name, row in reversed(CLASSES.items()) for concept in row}
"""What grave concepts have in common: what was learned of one helps to read a rarer other."""
BESIDE = frozenset({"SELF", "ACTOR", "FAMILYACT", "KIN", "FRIEND", "NOW", "BODY", "NIGHT", "ROOM"})
LETTERS_AT_ONCE = (3, 4, 5)
WORDS_WEIGH, LETTERS_WEIGH, CONCEPTS_WEIGH, PAIRS_WEIGH, FIELDS_WEIGH = 0.8, 0.8, 0.7, 0.5, 0.5
BETWEEN = 6
"""How far apart two words may stand for their fields to be read together, in their order."""

Trace = tuple[int, float]


@dataclass(frozen=True)
class Stretch:
    """Some words of a message, from one to before another, with the mentions among them."""

    words: tuple[str, ...]
    mentions: tuple[Mention, ...]
    start: int
    end: int
    heard: tuple[str, ...] = ()
    """All its words, the polite ones too."""


def stretches(said: Said, mentions: list[Mention]) -> list[Stretch]:
    """The whole message when it is short, else windows over it, and each sentence: as many as the length asks, not more.

    Thanks and forms of address are left out: what is added to be polite changes nothing.
    """
    length = len(said.words)
    polite = {i for m in mentions if m.concept in POLITE for i in range(m.start, m.end)}
    starts = range(0, max(1, length - WINDOW // 2), WINDOW // 2)
    bounds = [(start, min(start + WINDOW, length)) for start in starts]
    ends = sorted(said.breaks | {length})
    bounds += [(a, b) for a, b in pairwise(ends) if 2 <= b - a <= WINDOW and (a, b) not in bounds]
    found = []
    for start, end in bounds:
        words = tuple(said.words[i] for i in range(start, end) if i not in polite)
        within = tuple(m for m in mentions if start <= m.start and m.end <= end)
        found.append(Stretch(words, within, start, end, said.words[start:end]))
    return found


def modes_of(text: str, mentions: list[Mention]) -> frozenset[str]:
    """What may turn the meaning around: its words, and a question mark."""
    return (frozenset(m.concept for m in mentions) & MODES) | ({"QUESTION"} if "?" in text else frozenset())


def place(trace: str) -> int:
    return crc32(trace.encode()) % BUCKETS


def traces(stretch: Stretch, modes: frozenset[str], grave: frozenset[str], fields: Fields) -> list[Trace]:
    """Everything the stretch leaves, each with its weight."""
    found: list[Trace] = []
    words = ["#" if w.isdigit() else w for w in stretch.words]
    if words:
        spoken = [place(f"w:{w}") for w in words] + [place(f"b:{a} {b}") for a, b in pairwise(words)]
        found += [(p, WORDS_WEIGH / sqrt(len(spoken))) for p in spoken]
    letters = f" {' '.join(words)} ".encode()
    drawn = [
        crc32(letters[i : i + size], size) % BUCKETS for size in LETTERS_AT_ONCE for i in range(max(0, len(letters) - size + 1))
    ]
    if drawn:
        found += [(p, LETTERS_WEIGH / sqrt(len(drawn))) for p in drawn]
    found += [(place(name), weight) for name, weight in meanings(stretch.mentions, modes, grave)]
    return found + [(place(name), weight) for name, weight in belongings(stretch, fields)]


def belongings(stretch: Stretch, fields: Fields) -> Iterator[tuple[str, float]]:
    """What the words belong to and say, each, and each before what follows within a few words."""
    belongs = [fields.of(word) for word in stretch.heard]
    said: list[set[str]] = [{fields.names[i] for i in places if i < fields.broad} for places in belongs]
    for m in stretch.mentions:
        for i in range(m.start - stretch.start, m.end - stretch.start):
            said[i].add(("-" if m.negated else "") + m.concept)
    pairs = {
        f"{one}>{other}"
        for i, names in enumerate(said)
        for later in said[i + 1 : i + BETWEEN]
        for one in names
        for other in later
    }
    senses = [[i for i in places if i >= fields.broad] for places in belongs]
    for sense in sorted(set().union(*senses)):
        yield f"s:{fields.names[sense]}", FIELDS_WEIGH
    beside = sorted({f"t:{fields.names[a[0]]} {fields.names[b[0]]}" for a, b in pairwise(senses) if a and b})
    for pair in beside:
        yield pair, 2 / sqrt(25 + len(beside))
    for name in sorted(set().union(*said)):
        yield f"f:{name}", FIELDS_WEIGH
    for pair in sorted(pairs):
        yield f"g:{pair}", 2 / sqrt(25 + len(pairs))


def kinds(names: list[tuple[str, Mention]], modes: frozenset[str]) -> Iterator[tuple[str, float]]:
    """The classes of what was said, beside whom, and whether anything turns it around."""
    beside = sorted({m.concept for _name, m in names} & BESIDE)
    if not {"SELF", "ACTOR", "FAMILYACT", "KIN", "FRIEND"} & set(beside):
        beside = [*beside, "nobody"]
    classes = sorted({("-" if m.negated else "") + CLASS_OF[m.concept] for _name, m in names if m.concept in CLASS_OF})
    for name in classes:
        yield f"k:{name}", CONCEPTS_WEIGH
        for other in beside:
            yield f"k:{name}|{other}", PAIRS_WEIGH
        for mode in sorted(modes) or ["plain"]:
            yield f"k:{name}/{mode}", PAIRS_WEIGH
    if len(classes) > 1:
        yield f"k:{'+'.join(classes)}", PAIRS_WEIGH


def meanings(mentions: tuple[Mention, ...], modes: frozenset[str], grave: frozenset[str]) -> Iterator[tuple[str, float]]:
    """The concepts, those that stand near each other, and the grave ones beside what turns a message around."""
    names = [(("-" if m.negated else "") + m.concept, m) for m in mentions[:40] if m.concept not in POLITE]
    for name in sorted({name for name, _m in names}):
        yield f"c:{name}", CONCEPTS_WEIGH
    pairs = {
        tuple(sorted((a, b)))
        for i, (a, m) in enumerate(names)
        for b, n in names[i + 1 : i + 13]
        if a != b and abs(n.start - m.start) <= NEARBY
    }
    for pair in sorted(pairs):
        yield f"p:{pair[0]}|{pair[1]}", PAIRS_WEIGH / sqrt(max(4, len(pairs)) / 4)
    ordered = sorted((m.start, name) for name, m in names)
    for (_at, a), (_next, b) in pairwise(ordered):
        if a != b:
            yield f"o:{a}>{b}", PAIRS_WEIGH / 2
    yield from kinds(names, modes)
    alarming = sorted({name for name, m in names if m.concept in grave and not m.negated})
    for mode in sorted(modes):
        yield f"m:{mode}", CONCEPTS_WEIGH
        if alarming:
            yield f"m:{mode}!", CONCEPTS_WEIGH
        for name in alarming[:4]:
            yield f"m:{mode}|{name}", PAIRS_WEIGH
    yield ("grave" if alarming else "calm"), CONCEPTS_WEIGH
