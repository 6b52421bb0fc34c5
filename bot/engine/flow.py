"""Flows as frozen values: what a step can be. A flow can be checked, drawn and counted without chatting.

A step's name is data (sessions and buttons carry it): rename one only with an entry in `aliases` and a test.
`then` names a step of the same flow; None ends the flow and goes back to whoever called it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine.answers import Answer
from bot.engine.days import DayAnswer
from bot.engine.text import Text
from helpline.severity import Severity
from helpline.topics import Topic


@dataclass(frozen=True)
class Choice:
    """One button. `value` is stored and stable, `label` is translated; `words` are further typed equivalents (any language)."""

    value: str
    label: Text
    then: str | None = None
    words: tuple[str, ...] = ()
    style: str | None = None


@dataclass(frozen=True)
class Say:
    """Say one thing and go on at once."""

    text: Text
    then: str | None = None


@dataclass(frozen=True)
class Show:
    """Show a card made outside the engine from `content/`, such as the numbers to call in the contact's country.

    `card` is a name of `bot.cards.CARDS`. `safety` marks what is sent in the crisis lane and again when uncertain.
    """

    card: str
    then: str | None = None
    safety: bool = False


@dataclass(frozen=True)
class Ask:
    """Ask for free words, a number, a date or evidence. `skip` adds a [Skip] button; the answer is then kept as None.

    `secret`: the answer is handed to the effect that follows, and is kept neither in the session nor as a message.
    """

    text: Text
    answer: Answer | DayAnswer
    save_as: str
    then: str | None = None
    retry: Text | None = None
    skip: bool = False
    secret: bool = False
    card: str | None = None


@dataclass(frozen=True)
class Choose:
    """Ask with buttons. A choice without its own `then` follows the step's. A number or the label may be typed instead.

    `otherwise` names the step for words, a voice note or a picture that choose none of the buttons: they are an answer too,
    kept as "words". Without it, after two answers that were not understood, the question is asked in full again with its
    buttons numbered. `numbered` False: a typed number is no button's place but what it says, such as an hour.
    `card` is shown before the question every time it is put. `about` names an answer (a lesson, a phrase) whose value the
    buttons carry: one of an earlier lesson is then an old button, even where the step is the same.
    """

    text: Text
    choices: tuple[Choice, ...]
    save_as: str | None = None
    then: str | None = None
    skip: bool = False
    columns: int = 1
    otherwise: str | None = None
    numbered: bool = True
    card: str | None = None
    about: str | None = None


@dataclass(frozen=True)
class Collect:
    """Take any number of photos, voice notes, files, locations or texts until the contact presses [Done]."""

    text: Text
    save_as: str
    then: str | None = None
    skip: bool = True


@dataclass(frozen=True)
class Review:
    """Show the answers given so far and offer [Send] and [Change an answer]; a changed answer comes back here.

    Lists the answers of this run in the order given, each with the short `label` its step's flow gives in `labels`.
    """

    text: Text
    then: str | None = None


@dataclass(frozen=True)
class Call:
    """Run another flow, by name, then go on with `then`."""

    flow: str
    then: str | None = None


@dataclass(frozen=True)
class Decide:
    """Branch by a pure function of `bot.engine.decisions`, named; it returns one key of `branches`."""

    by: str
    branches: Mapping[str, str | None]


@dataclass(frozen=True)
class Reckoned:
    """What a reckoning found: answers of this run, and what is to be remembered beyond it. None as a value forgets."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reckon:
    """Work something out by a named pure function of the answers, the memory and the facts: the next lesson, a sum, a tick.

    Going back does not undo it: reckon again after the question.
    """

    by: str
    then: str | None = None


@dataclass(frozen=True)
class Do:
    """One effect on what the helpline knows, done by `bot.turns` in the same transaction.

    `effect` is a name of `bot.effects.EFFECTS` (`set_language`, `open_case`, `raise_severity`, `give_consent` …); it is
    given the answers so far and `arguments`.
    """

    effect: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    then: str | None = None


@dataclass(frozen=True)
class Handover:
    """Ask for a human: the case is opened or raised, the conversation waits for a counsellor, the bot falls silent.

    `topic` None takes the topic from the answer `topic`; `severity` None takes it from the answer `severity`.
    """

    text: Text
    topic: Topic | None = None
    severity: Severity | None = None


Step = Say | Show | Ask | Choose | Collect | Review | Call | Decide | Reckon | Do | Handover


@dataclass(frozen=True)
class Flow:
    """One flow. `title` is for staff and pages; `labels` name the answers in a summary; `aliases` map old step names."""

    name: str
    title: Text
    start: str
    steps: Mapping[str, Step]
    labels: Mapping[str, Text] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


Decision = Callable[[Mapping[str, Any], Any], str]
Reckoning = Callable[[Mapping[str, Any], Mapping[str, Any], Any], Reckoned]
"""Of the answers, the memory and the facts."""
