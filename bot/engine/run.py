"""One run over the steps of a thread until the next question: the inner half of `resume`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, assert_never

from bot.engine import buttons
from bot.engine.book import Book
from bot.engine.flow import Ask, Call, Choose, Collect, Decide, Do, Handover, Reckon, Review, Say, Show
from bot.engine.happenings import CardShown, EffectDue, HandedOver, Happening, Said
from bot.engine.heard import Facts
from bot.engine.session import Frame, Session, Thread, Visited
from bot.engine.text import Text, _
from helpline.severity import Severity
from helpline.topics import Topic

NONE_YET: Mapping[str, Any] = MappingProxyType({})
LONGEST_RUN = 100
"""Steps in a row without a question; a flow that needs more is going in circles, and `check` says so before."""
LONGEST_HISTORY = 60
"""Answers that one can go back to; who learns for hours does not carry every lesson along."""
DEEPEST = 4
"""Suspended threads kept; the oldest beyond that is let go."""

NEVER_RESUMED = frozenset({"menu", "help", "language"})
"""Flows that ask nothing worth coming back to."""

QUIET = frozenset({"check_in", "recovery_day", "campaign"})
"""Flows that the helpline begins by itself. What they interrupted is not shown after them: whoever holds the phone at that
moment may not be who told it. It stays suspended, and is taken up when the contact has begun something themselves."""

RESUMED = _("Let us go on where we were.")


class RunAway(Exception):
    """A flow runs in circles without asking anything."""


@dataclass
class Run:
    """What happens in one turn. It changes while the turn lasts and never leaves it."""

    book: Book
    facts: Facts
    session: Session
    happenings: list[Happening] = field(default_factory=list)

    def say(self, text: Text) -> None:
        self.happenings.append(Said(text))

    def result(self) -> tuple[Session, tuple[Happening, ...]]:
        return self.session, tuple(self.happenings)

    @property
    def thread(self) -> Thread:
        assert self.session.thread is not None
        return self.session.thread

    def change(self, **values: Any) -> None:
        """Replace parts of the thread in progress."""
        self.session = replace(self.session, thread=replace(self.thread, **values))

    def begin(self, flow: str, answers: Mapping[str, Any] = NONE_YET) -> None:
        """Start a flow, with what it is to know from its beginning.

        What was being asked is suspended, unless it is this very flow, which then starts anew.
        """
        suspended = self.session.suspended
        running = self.session.thread
        if running is not None and running.frames[0].flow != flow and running.frames[-1].flow not in NEVER_RESUMED:
            suspended = (*suspended, running)
        suspended = tuple(t for t in suspended if t.frames[0].flow != flow)[-DEEPEST:]
        start = Frame(flow, self.book.flows[flow].start)
        self.session = replace(self.session, thread=Thread((start,), dict(answers)), suspended=suspended)
        self.go()

    def answer(self, saved: str | None, value: Any, then: str | None) -> None:
        """Keep an answer, remember the way back, and go on."""
        thread = self.thread
        answers = dict(thread.answers) | ({saved: value} if saved else {})
        if thread.reviewing:
            self.change(answers=answers, misunderstood=0)
            self.to_review()
            return
        history = (*thread.history, Visited(thread.frames, saved))[-LONGEST_HISTORY:]
        self.change(answers=answers, history=history, misunderstood=0)
        self.follow(then)

    def to_review(self) -> None:
        """Back to the summary after one answer was changed."""
        frames = next(v.frames for v in reversed(self.thread.history) if v.saved == "_review")
        history = tuple(v for v in self.thread.history if v.saved != "_review")
        self.change(frames=frames, history=history, reviewing=False)
        self.ask()

    def follow(self, then: str | None) -> None:
        """Go to a step of the same flow, or with None end the flow, and on from there to the next question."""
        if then is not None:
            self.change(frames=(*self.thread.frames[:-1], Frame(self.thread.frames[-1].flow, then)))
            self.go()
        elif len(self.thread.frames) > 1:
            outer = self.thread.frames[:-1]
            self.change(frames=outer)
            call = self.book.step(outer[-1])
            self.follow(call.then if isinstance(call, Call) else None)
        else:
            self.end()

    def end(self) -> None:
        """The thread is done: the one it interrupted goes on with its question; else nobody is left without a word."""
        if self.thread.frames[0].flow in QUIET and any(isinstance(h, Said | CardShown) for h in self.happenings):
            self.session = replace(self.session, thread=None)
            return
        if not self.session.suspended:
            self.session = replace(self.session, thread=None)
            if not any(isinstance(h, Said | CardShown) for h in self.happenings):
                self.begin("menu")
            return
        *others, last = self.session.suspended
        self.session = replace(self.session, thread=last, suspended=tuple(others))
        self.say(RESUMED)
        self.ask()

    def go(self) -> None:
        """Run on until something is asked, or the thread ends."""
        for _step in range(LONGEST_RUN):
            frame = self.thread.frames[-1]
            step = self.book.step(frame)
            match step:
                case Say():
                    self.happenings.append(Said(step.text))
                    then = step.then
                case Show():
                    self.show(step.card, safety=step.safety)
                    then = step.then
                case Do():
                    self.happenings.append(EffectDue(step.effect, step.arguments, self.thread.answers))
                    then = step.then
                case Decide():
                    then = step.branches[self.book.decisions[step.by](self.thread.answers, self.facts)]
                case Reckon():
                    self.reckon(step)
                    then = step.then
                case Call():
                    self.change(frames=(*self.thread.frames, Frame(step.flow, self.book.flows[step.flow].start)))
                    continue
                case Handover():
                    self.hand_over(step)
                    return
                case Ask() | Choose() | Collect() | Review():
                    self.ask()
                    return
                case _:
                    assert_never(step)
            if then is None:
                self.follow(None)
                return
            self.change(frames=(*self.thread.frames[:-1], Frame(frame.flow, then)))
        raise RunAway(self.thread.frames[-1].flow)

    def show(self, card: str, *, safety: bool = False) -> None:
        self.happenings.append(CardShown(card, safety, self.thread.answers, self.session.memory))

    def reckon(self, step: Reckon) -> None:
        """Keep what a named pure function finds; what it gives as None is forgotten."""
        found = self.book.reckonings[step.by](self.thread.answers, self.session.memory, self.facts)
        self.change(answers=known_values(self.thread.answers, found.answers))
        self.session = replace(self.session, memory=known_values(self.session.memory, found.memory))

    def hand_over(self, step: Handover) -> None:
        answers = self.thread.answers
        topic = step.topic or Topic(answers.get("topic", Topic.OTHER))
        severity = step.severity or Severity(answers.get("severity", Severity.S2))
        self.happenings.append(HandedOver(topic, severity, answers, step.text))
        self.session = replace(self.session, thread=None)

    def ask(self) -> None:
        """Put the present question, with its buttons."""
        frame = self.thread.frames[-1]
        step = self.book.step(frame)
        back = bool(self.thread.history)
        if isinstance(step, Ask | Choose) and step.card:
            self.show(step.card)
        match step:
            case Choose():
                about = self.thread.answers.get(step.about) if step.about else None
                rows = buttons.rows(frame, buttons.offered_by(step), step.columns, back=back, about=about)
                self.happenings.append(Said(step.text, dict(self.thread.answers), rows, numbered=step.numbered))
            case Collect():
                rows = buttons.rows(frame, buttons.offered_by(step), 1, back=back)
                self.happenings.append(Said(step.text, buttons=rows))
            case Ask():
                skip = [(buttons.SKIP, buttons.SKIP_LABEL, None)] if step.skip else []
                self.happenings.append(Said(step.text, buttons=buttons.rows(frame, [*skip], 1, back=back)))
            case Review():
                rows = buttons.rows(frame, buttons.review_offered(step), 2, back=back)
                self.happenings.append(Said(step.text, buttons=rows, lines=tuple(self.summary())))
            case _:
                self.go()

    def summary(self) -> list[tuple[Text, Any]]:
        """Label and answer of what was answered in this run; a chosen value is shown as its choice's label."""
        return [(label, self.shown(visited, self.thread.answers[key])) for key, label, visited in self.answered()]

    def answered(self) -> list[tuple[str, Text, Visited]]:
        """The answers that have a label in the flow that asked for them, in the order given."""
        found: dict[str, tuple[str, Text, Visited]] = {}
        for visited in self.thread.history:
            label = self.book.flows[visited.frames[-1].flow].labels.get(visited.saved or "")
            if visited.saved and label and self.thread.answers.get(visited.saved) is not None:
                found[visited.saved] = (visited.saved, label, visited)
        return list(found.values())

    def shown(self, visited: Visited, value: Any) -> Any:
        step = self.book.step(visited.frames[-1])
        if isinstance(step, Choose):
            return next((choice.label for choice in step.choices if choice.value == value), value)
        return len(value) if isinstance(step, Collect) and isinstance(value, list) else value


def known_values(before: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The values before with those found put over them, without those that are None."""
    return {key: value for key, value in {**before, **found}.items() if value is not None or key not in found}


def facts_of(values: Mapping[str, Any]) -> Facts:
    """Facts from plain values, for rehearsals and tests."""
    return Facts(**values)
