"""The verdict: what was acknowledged and what was sent, held against what the store holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot import outbox as postman
from storage import cases, contacts, conversations, messages
from storage.transaction import Transaction
from tests.emulator.ledger import Sent
from tests.prove.crowd import Crowd

CHANNEL, BOT = "telegram", "123456"
ON_THE_WIRE = getattr(postman, "IN_FLIGHT", 1)
"""How many messages a sender holds on the wire at a time: as many may go twice at its death, of one chat one."""
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
    "sends_twice_of_a_chat_in_one_death",
)


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
    sends_twice_of_a_chat_in_one_death: int = 0
    most_in_one_death: int = 0
    excused: int = field(default=0, repr=False)
    """Sends that the emulator accepted and left without an answer: each may come once more."""

    @property
    def faults(self) -> list[str]:
        """What breaks a promise."""
        found = [f"{name}: {getattr(self, name)}" for name in ZERO if getattr(self, name)]
        if self.most_in_one_death > ON_THE_WIRE:
            found.append(f"{self.most_in_one_death} messages went twice in one death")
        if self.updates == 0 or self.sends == 0:
            found.append("nothing was written or sent")
        return found

    def __str__(self) -> str:
        shown = {name: value for name, value in vars(self).items() if name != "excused"}
        zero = [name for name in ZERO if not shown.pop(name)]
        told = [f"{name.replace('_', ' ')} {value}" for name, value in (shown | {n: getattr(self, n) for n in ZERO}).items()]
        return ", ".join(told) if len(zero) < len(ZERO) else ", ".join(told[: len(shown)]) + ", all else 0"


@dataclass(frozen=True)
class Repeat:
    """A line that went again: when it was first accepted, and when again."""

    chat: int
    first: float
    again: float


def judge(tx: Transaction, crowd: Crowd, deaths: Sequence[float]) -> Verdict:
    verdict, repeats = Verdict(deaths=len(deaths), people=len(crowd.people)), []
    by_chat: dict[int, list[Sent]] = {}
    for sent in crowd.telegram.ledger.sent:
        by_chat.setdefault(sent.chat, []).append(sent)
    for person in crowd.people:
        repeats += judge_one(tx, verdict, person.chat, crowd.said[person.chat], by_chat.get(person.chat, []))
    blame(verdict, repeats, sorted(deaths), crowd.telegram.unanswered)
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
    opened = len(cases.of_contact(tx, contact.id))
    verdict.duplicate_cases += max(0, opened - 1)
    verdict.missing_cases += opened == 0
    spoken = [m.text for m in kept if m.author in ("bot", "notice") and m.delivery != "dropped"]
    verdict.missing_sends += sum(max(0, spoken.count(text) - read.count(text)) for text in set(spoken))
    verdict.duplicate_sends += max(0, len(read) - len(spoken))
    verdict.out_of_order += not is_in_order(spoken, read)
    return repeats_in(chat, spoken, inbox)


def repeats_in(chat: int, spoken: list[str], inbox: list[Sent]) -> list[Repeat]:
    """The lines that came again at once after themselves."""
    found, position = [], -1
    for before, sent in zip([None, *inbox], inbox, strict=False):
        if position + 1 < len(spoken) and spoken[position + 1] == sent.text:
            position += 1
        elif before is not None:
            found.append(Repeat(chat, before.at, sent.at))
    return found


def blame(verdict: Verdict, repeats: list[Repeat], deaths: list[float], unanswered: list[tuple[int, float]]) -> None:
    """Each line that went twice has one death between its two times, or an answer that Telegram withheld."""
    silent, counted = list(unanswered), Counter[tuple[float, int]]()
    for repeat in sorted(repeats, key=lambda r: r.again):
        withheld = next((s for s in silent if s[0] == repeat.chat and repeat.first - 0.001 <= s[1] <= repeat.again), None)
        if withheld:
            silent.remove(withheld)
            verdict.excused += 1
            continue
        between = [at for at in deaths if repeat.first - SLACK <= at <= repeat.again]
        if not between:
            verdict.sends_twice_without_a_death += 1
            continue
        free = next((at for at in between if not counted[at, repeat.chat]), between[0])
        counted[free, repeat.chat] += 1
    verdict.sends_twice_of_a_chat_in_one_death += sum(count - 1 for count in counted.values())
    by_death = Counter(at for at, _chat in counted.elements())
    verdict.most_in_one_death = max(by_death.values(), default=0)


def is_in_order(spoken: list[str], read: list[str]) -> bool:
    """Whether what was read is what was spoken, where a line may come again at once after itself."""
    position = -1
    for text in read:
        if position + 1 < len(spoken) and spoken[position + 1] == text:
            position += 1
        elif position < 0 or spoken[position] != text:
            return False
    return position + 1 == len(spoken)
