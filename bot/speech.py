"""Speech: how what the engine says becomes lines that a contact reads, in the contact's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.engine.buttons import GLOBAL
from bot.engine.happenings import Offered, Said
from helpline.messages import Button
from locales import Wording

Rows = tuple[tuple[Button, ...], ...]

LONGEST = 3500
"""Characters of one message: below Telegram's 4,096 UTF-16 units even with some emoji in it."""


@dataclass(frozen=True)
class Line:
    """One message to be sent. `safety`: crisis lane, and sent again when uncertain. `notice`: may be sent in anybody's turn.

    `extra`: what goes along with it, such as the picture of a lesson.
    """

    text: str
    buttons: Rows = ()
    safety: bool = False
    notice: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)


def spoken(wording: Wording, language: str, said: Said, values: dict[str, Any], *, numbered: bool = False) -> Line:
    """What the bot says. `numbered` adds the buttons as a list with numbers, for who cannot or does not press."""
    parts = [wording.say(language, said.text.msgid, dict(said.values) | values)]
    parts += [f"• {wording.say(language, label.msgid)}: {shown(wording, language, value)}" for label, value in said.lines]
    if numbered and said.numbered:
        parts += [f"{number}. {label}" for number, label in enumerate(labels(wording, language, said.buttons), 1)]
    return Line("\n".join(parts), offered(wording, language, said.buttons), said.safety)


def shown(wording: Wording, language: str, value: Any) -> str:
    """An answer as it stands in a summary."""
    return ", ".join(map(str, value)) if isinstance(value, list) else wording.said(language, value)


def labels(wording: Wording, language: str, rows: Sequence[Sequence[Offered]]) -> list[str]:
    """The answers that may be typed as numbers: all buttons but those that work everywhere."""
    return [wording.say(language, b.label.msgid) for row in rows for b in row if not b.data.startswith(GLOBAL)]


def offered(wording: Wording, language: str, rows: Sequence[Sequence[Offered]]) -> Rows:
    return tuple(tuple(Button(wording.say(language, b.label.msgid), b.data, b.style) for b in row) for row in rows)


def joined(lines: Iterable[Line]) -> list[Line]:
    """Lines said in one breath as one message, so that a slow chat does not wait a second for each; buttons end a message."""
    messages: list[Line] = []
    for line in lines:
        last = messages[-1] if messages else None
        alone = last is None or not (last.extra and line.extra)
        fits = last and alone and not last.buttons and last.notice == line.notice and len(last.text) + len(line.text) < LONGEST
        if last and fits:
            both = f"{last.text}\n\n{line.text}"
            extra = last.extra or line.extra
            messages[-1] = replace(line, text=both, safety=last.safety or line.safety, extra=extra)
        else:
            messages.append(line)
    return messages
