"""Rehearse: talk with the flows in a terminal or a test, without a channel and without a database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.cards import Reader
from bot.engine.book import Book
from bot.engine.buttons import GLOBAL
from bot.engine.happenings import CardShown, EffectDue, Evidence, HandedOver, Happening, Said, Secret
from bot.engine.heard import REHEARSED_AT, Facts, Heard, Pressed, SentThing, Words
from bot.engine.resume import interrupt, resume
from bot.engine.run import NONE_YET
from bot.engine.session import Session, from_json, to_json
from bot.house import House
from bot.showing import TEACHING, card
from bot.speech import spoken
from helpline.contacts import Contact, Situation
from locales import Wording

DAY = REHEARSED_AT.date()
"""The day on which a rehearsal takes place."""
CASE = "K7D-4QX"
"""The case number that a rehearsal shows."""
BOT, MORE, NOTE = "bot     | ", "        | ", " ~      | "
LEARNT = {"set_language": "language", "set_situation": "situation", "set_country": "country"}


@dataclass
class Rehearsal:
    """One conversation in rehearsal. The session goes through JSON after every turn, as it does in the store."""

    book: Book
    wording: Wording
    house: House | None = None
    facts: Facts = field(default_factory=lambda: Facts("id", today=DAY))
    session: Session = field(default_factory=Session)
    offered: dict[str, str] = field(default_factory=dict)

    def begin(self, flow: str, answers: Mapping[str, Any] = NONE_YET) -> list[str]:
        """Start a flow; the lines that come of it."""
        return self.told(interrupt(self.book, self.session, flow, self.facts, answers))

    def hear(self, said: str) -> list[str]:
        """What a contact writes: words, `[a button]`, or `<photo>` and the like."""
        return self.told(resume(self.book, self.session, self.heard(said), self.facts))

    @property
    def is_over(self) -> bool:
        return self.session.thread is None

    def heard(self, said: str) -> Heard:
        if said.startswith("<") and said.endswith(">"):
            return SentThing(said[1:-1], "rehearsed")
        if said.startswith("[") and said.endswith("]"):
            return Pressed(self.offered.get(said[1:-1], f"v1:gone:gone:{said[1:-1]}"))
        return Words(said)

    def told(self, result: tuple[Session, tuple[Happening, ...]]) -> list[str]:
        self.session = from_json(json.loads(json.dumps(to_json(result[0]))))
        return [line for happening in result[1] for line in self.lines(happening)]

    def lines(self, happening: Happening) -> list[str]:
        """A happening as lines of a transcript."""
        match happening:
            case Said():
                return self.said(happening)
            case CardShown():
                return self.card(happening)
            case EffectDue():
                self.learn(happening)
                return [f"{NOTE}effect: {happening.effect}{pairs(happening.arguments)}"]
            case HandedOver():
                said = self.wording.say(self.facts.language, happening.text.msgid, {"case": CASE})
                return [*block(said), f"{NOTE}handed over: {happening.topic}, {happening.severity}", *answers(happening.answers)]
            case Evidence():
                return [f"{NOTE}evidence for {happening.save_as}"]
            case Secret():
                return [f"{NOTE}a secret, kept nowhere"]

    def card(self, shown: CardShown) -> list[str]:
        """A card that teaches as it is read; one of the directory by its name, for its numbers change without notice."""
        if self.house is None or shown.card not in TEACHING:
            return [f"{NOTE}card: {shown.card}"]
        situation = Situation(self.facts.situation) if self.facts.situation else None
        contact = Contact("rehearsed", "rehearsal", "Melati Teduh 47", self.facts.language, situation, self.facts.country)
        return block(card(shown.card, self.house, Reader(contact, None, 0, self.facts.now, (), shown.answers, shown.memory)))

    def said(self, said: Said) -> list[str]:
        thread = self.session.thread
        numbered = thread is not None and thread.misunderstood >= 2
        line = spoken(self.wording, self.facts.language, said, {"case": CASE}, numbered=numbered)
        self.offered |= {button.label: button.data for row in line.buttons for button in row}
        rows = [" ".join(f"[{b.label}]" for b in row) for row in line.buttons if not row[-1].data.startswith(GLOBAL)]
        return [*block(line.text), *(MORE + row for row in rows)]

    def learn(self, due: EffectDue) -> None:
        """What a real turn would keep of the contact, so that decisions see it."""
        name = LEARNT.get(due.effect)
        if name and due.answers.get(name):
            self.facts = replace(self.facts, **{name: due.answers[name]})


def block(text: str) -> list[str]:
    first, *more = text.split("\n")
    return [BOT + first, *((MORE + line).rstrip() for line in more)]


def pairs(values: Mapping[str, Any]) -> str:
    return "".join(f" {key}={value}" for key, value in values.items())


def answers(values: Mapping[str, Any]) -> list[str]:
    shown = pairs({key: json.dumps(value, ensure_ascii=False) for key, value in values.items() if value is not None})
    return [f"{NOTE}answers:{shown}"] if shown else []
