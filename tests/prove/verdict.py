"""The verdict: what was acknowledged and what was sent, held against what the store holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from bot.flight import MOST_IN_FLIGHT
from storage import cases, contacts, conversations, messages
from storage.transaction import Transaction
from tests.emulator.ledger import Sent
from tests.prove.crowd import Crowd

CHANNEL, BOT = "telegram", "123456"
SLACK = 2.0
"""Seconds that bytes of a dead process may still lie in a socket before the emulator reads them."""

ZERO = (
    "lost_updates",
    "repeated_updates",
    "duplicate_cases",
    "missing_cases",
    "missing_sends",
    "out_of_order",
    "sends_twice_without_a_death",
)
BY_THE_CLOCK = ("sends_twice_without_a_death",)
"""What is a fault only where seconds may be trusted: a sender that was starved for as long as its lease looks like a dead one."""
SHOWN = ("deaths", "people", "updates", "sends", "duplicate_sends")


@dataclass
class Verdict:
    """Counted over all people of the crowd; everything but the first four should be 0 or nearly."""

    deaths: int = 0
    people: int = 0
    updates: int = 0
    sends: int = 0
    lost_updates: int = 0
    repeated_updates: int = 0
    duplicate_cases: int = 0
    missing_cases: int = 0
    duplicate_sends: int = 0
    missing_sends: int = 0
    out_of_order: int = 0
    sends_twice_without_a_death: int = 0
    """Beyond what the deaths explain: at each as many as one sender holds on the wire, and one of a chat."""
    left_to_a_human: int = 0
    excused: int = 0
    """Sent twice because Telegram accepted and never answered: each such send may come once more."""
    examples: list[str] = field(default_factory=list)
    timed: bool = True

    @property
    def faults(self) -> list[str]:
        """What breaks a promise."""
        found = [
            f"{name}: {getattr(self, name)}" for name in ZERO if getattr(self, name) and (self.timed or name not in BY_THE_CLOCK)
        ]
        if self.updates == 0 or self.sends == 0:
            found.append("nothing was written or sent")
        return found + (self.examples[:2] if found else [])

    def __str__(self) -> str:
        counts = {
            name: value for name, value in vars(self).items() if name not in ("examples", "timed") and (value or name in SHOWN)
        }
        told = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in counts.items())
        return told if any(name in counts for name in ZERO) else f"{told}, all else 0"


@dataclass(frozen=True)
class Repeat:
    """A line that went again: when it was first accepted, and when again."""

    chat: int
    first: float
    again: float


def judge(tx: Transaction, crowd: Crowd, deaths: Sequence[float], on_the_wire: int = MOST_IN_FLIGHT) -> Verdict:
    verdict, repeats = Verdict(deaths=len(deaths), people=len(crowd.people)), []
    by_chat: dict[int, list[Sent]] = {}
    for sent in crowd.telegram.ledger.sent:
        by_chat.setdefault(sent.chat, []).append(sent)
    for person in crowd.people:
        repeats += judge_one(tx, verdict, person.chat, crowd.said[person.chat], by_chat.get(person.chat, []))
    blame(verdict, repeats, deaths, crowd.telegram.unanswered, on_the_wire)
    return verdict


def judge_one(tx: Transaction, verdict: Verdict, chat: int, said: list[str], inbox: list[Sent]) -> list[Repeat]:
    """One person: all they said is kept once and in order; all they were to be told was sent, in order."""
    read = [sent.text for sent in inbox]
    verdict.updates += len(said)
    verdict.sends += len(read)
    contact = contacts.find_by_address(tx, CHANNEL, BOT, str(chat))
    conversation = conversations.find_by_contact(tx, contact.id, lock=False) if contact else None
    if contact is None or conversation is None:
        verdict.lost_updates += len(said)
        return []
    kept = messages.since(tx, conversation.id, contact.id)
    heard = [m.text for m in kept if m.author == "contact"]
    verdict.lost_updates += max(0, len(said) - len(heard))
    verdict.repeated_updates += max(0, len(heard) - len(said))
    verdict.out_of_order += sorted(heard) == sorted(said) and heard != said
    opened = [case.about for case in cases.of_contact(tx, contact.id)]
    verdict.duplicate_cases += len(opened) - len(set(opened))
    verdict.missing_cases += not opened
    ours = [m for m in kept if m.author != "contact" and m.delivery != "dropped"]
    spoken = without_unread([(m.text, m.delivery == "uncertain") for m in ours], read)  # said so at the desk, and left to a human
    verdict.left_to_a_human += len(ours) - len(spoken)
    verdict.missing_sends += sum(max(0, spoken.count(text) - read.count(text)) for text in set(spoken))
    verdict.duplicate_sends += max(0, len(read) - len(spoken))
    if not is_in_order(spoken, read):
        verdict.out_of_order += 1
        verdict.examples.append(f"chat {chat}: kept {told(spoken)}, read {told(read)}")
    return repeats_in(chat, spoken, inbox)


def without_unread(ours: Sequence[tuple[str, bool]], read: list[str]) -> list[str]:
    """Of the lines that were spoken, each with whether it is uncertain, all but the fewest uncertain ones that must have gone
    unread. The same line may stand in a conversation twice, once read and once not."""
    unsure = [at for at, (_text, uncertain) in enumerate(ours) if uncertain]
    for count in range(len(unsure) + 1):
        for unread in combinations(unsure, count):
            spoken = [text for at, (text, _uncertain) in enumerate(ours) if at not in unread]
            if is_in_order(spoken, read):
                return spoken
    return [text for text, uncertain in ours if not uncertain or text in read]


def told(lines: list[str]) -> str:
    """The beginnings of lines, for who looks into a fault."""
    return " / ".join(line[:18].replace("\n", " ") for line in lines)


def repeats_in(chat: int, spoken: list[str], inbox: list[Sent]) -> list[Repeat]:
    """The lines that came again at once after themselves."""
    found, position = [], -1
    for before, sent in zip([None, *inbox], inbox, strict=False):
        if position + 1 < len(spoken) and spoken[position + 1] == sent.text:
            position += 1
        elif before is not None:
            found.append(Repeat(chat, before.at, sent.at))
    return found


def blame(
    verdict: Verdict,
    repeats: list[Repeat],
    deaths: Sequence[float],
    unanswered: Sequence[tuple[int, float]],
    on_the_wire: int = MOST_IN_FLIGHT,
) -> None:
    """Each line that went twice needs a death between its two times, or an answer that Telegram withheld.

    Deaths are gone through in order, and each takes first what could wait for no later one: so as much is explained as can be.
    """
    silent, open_ = list(unanswered), sorted(repeats, key=lambda repeat: repeat.again)
    for repeat in list(open_):
        withheld = next((s for s in silent if s[0] == repeat.chat and repeat.first <= s[1] <= repeat.again), None)
        if withheld:
            silent.remove(withheld)
            open_.remove(repeat)
            verdict.excused += 1
    for death in sorted(deaths):
        explained: dict[int, Repeat] = {}
        for repeat in open_:
            if repeat.first - SLACK <= death <= repeat.again and len(explained) < on_the_wire:
                explained.setdefault(repeat.chat, repeat)
        for repeat in explained.values():
            open_.remove(repeat)
    verdict.sends_twice_without_a_death += len(open_)
    verdict.examples += [f"chat {r.chat} read a line at {r.first:.2f} and {r.again:.2f}" for r in open_]


def is_in_order(spoken: list[str], read: list[str]) -> bool:
    """Whether what was read is what was spoken, where a line may come again at once after itself."""
    position = -1
    for text in read:
        if position + 1 < len(spoken) and spoken[position + 1] == text:
            position += 1
        elif position < 0 or spoken[position] != text:
            return False
    return position + 1 == len(spoken)
