"""The book: all flows by name, and the named decisions they branch by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
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
        label = self.labels.get(key)
        if label is None:
            return None
        return label, self.meanings.get((key, value), value) if isinstance(value, str) else value

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The short label of each answer; where several flows ask for it, that of the first."""
        return {key: label.msgid for flow in reversed([*self.flows.values()]) for key, label in flow.labels.items()}

    @cached_property
    def meanings(self) -> Mapping[tuple[str, str], str]:
        """What each choice is called on its button, by the answer's key and the choice's value; the first counts."""
        found = dict[tuple[str, str], str]()
        for step in (step for flow in self.flows.values() for step in flow.steps.values()):
            if isinstance(step, Choose) and step.save_as:
                for choice in step.choices:
                    found.setdefault((step.save_as, choice.value), choice.label.msgid)
        return found

    def has(self, frame: Frame) -> bool:
        return frame.flow in self.flows
