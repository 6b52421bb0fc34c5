"""The book: all flows by name, and the named decisions they branch by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.engine.flow import Choose, Decision, Flow, Reckoning, Step
from bot.engine.session import Frame


def in_english(_language: str, msgid: str) -> str:
    """The wording of a book that was given none: the msgids themselves."""
    return msgid


NO_DECISIONS: Mapping[str, Decision] = MappingProxyType({})
NO_RECKONINGS: Mapping[str, Reckoning] = MappingProxyType({})


@dataclass(frozen=True)
class Book:
    """What the engine reads from; it never changes while the service runs."""

    flows: Mapping[str, Flow]
    decisions: Mapping[str, Decision] = field(default_factory=lambda: NO_DECISIONS)
    say: Callable[[str, str], str] = in_english  # (language, msgid) -> the sentence; labels are compared in both
    reckonings: Mapping[str, Reckoning] = field(default_factory=lambda: NO_RECKONINGS)

    def step(self, frame: Frame) -> Step:
        """The step a frame stands at; an old name leads to the new one, an unknown one to the flow's start."""
        flow = self.flows[frame.flow]
        name = flow.aliases.get(frame.step, frame.step)
        return flow.steps.get(name) or flow.steps[flow.start]

    def described(self, key: str, value: Any) -> tuple[str, Any] | None:
        """An answer's short label and what its value means, as msgids where they are wording. None: an answer without a label."""
        label = next((flow.labels[key].msgid for flow in self.flows.values() if key in flow.labels), None)
        if label is None:
            return None
        asked = (s for flow in self.flows.values() for s in flow.steps.values() if isinstance(s, Choose) and s.save_as == key)
        chosen = (choice.label.msgid for step in asked for choice in step.choices if choice.value == value)
        return label, next(chosen, value)

    def has(self, frame: Frame) -> bool:
        return frame.flow in self.flows
