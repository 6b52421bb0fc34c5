"""The verdict: what was acknowledged and what was sent, held against what the store holds."""

from dataclasses import dataclass

from storage import cases, contacts, conversations, messages
from storage.transaction import Transaction
from tests.prove.crowd import Crowd

CHANNEL, BOT = "telegram", "123456"


@dataclass
class Verdict:
    """Counted over all people of the crowd; everything but `kills`, `updates` and `sends` should be 0 or nearly."""

    kills: int = 0
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

    @property
    def faults(self) -> list[str]:
        """What breaks a promise."""
        zero = ("lost_updates", "repeated_updates", "duplicate_cases", "missing_cases", "missing_sends", "out_of_order")
        found = [f"{name}: {getattr(self, name)}" for name in zero if getattr(self, name)]
        if self.duplicate_sends > self.kills:
            found.append(f"duplicate_sends: {self.duplicate_sends} for {self.kills} kills")
        return found

    def __str__(self) -> str:
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in vars(self).items())


def judge(tx: Transaction, crowd: Crowd, kills: int) -> Verdict:
    verdict = Verdict(kills=kills, people=len(crowd.people))
    for person in crowd.people:
        judge_one(tx, verdict, person.chat, crowd.said[person.chat], [sent.text for sent in person.inbox])
    return verdict


def judge_one(tx: Transaction, verdict: Verdict, chat: int, said: list[str], read: list[str]) -> None:
    """One person: all they said is kept once and in order; all they were to be told was sent, in order."""
    verdict.updates += len(said)
    verdict.sends += len(read)
    contact = contacts.find_by_address(tx, CHANNEL, BOT, str(chat))
    conversation = conversations.find_by_contact(tx, contact.id, lock=False) if contact else None
    if contact is None or conversation is None:
        verdict.lost_updates += len(said)
        return
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


def is_in_order(spoken: list[str], read: list[str]) -> bool:
    """Whether what was read is what was spoken, where a line may come again at once after itself."""
    position = -1
    for text in read:
        if position + 1 < len(spoken) and spoken[position + 1] == text:
            position += 1
        elif position < 0 or spoken[position] != text:
            return False
    return position + 1 == len(spoken)
