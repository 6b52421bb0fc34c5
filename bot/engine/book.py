"""The book: all flows by name, and the named decisions they branch by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.engine.flow import Decision, Flow, Step
from bot.engine.session import Frame


def in_english(_language: str, msgid: str) -> str:
    """The wording of a book that was given none: the msgids themselves."""
    return msgid


NO_DECISIONS: Mapping[str, Decision] = MappingProxyType({})


@dataclass(frozen=True)
class Book:
    """What the engine reads from; it never changes while the service runs."""

    flows: Mapping[str, Flow]
    decisions: Mapping[str, Decision] = field(default_factory=lambda: NO_DECISIONS)
    say: Callable[[str, str], str] = in_english  # (language, msgid) -> the sentence; labels are compared in both

    def step(self, frame: Frame) -> Step:
        """The step a frame stands at; an old name leads to the new one, an unknown one to the flow's start."""
        flow = self.flows[frame.flow]
        name = flow.aliases.get(frame.step, frame.step)
        return flow.steps.get(name) or flow.steps[flow.start]

    def has(self, frame: Frame) -> bool:
        return frame.flow in self.flows
