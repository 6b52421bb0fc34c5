"""Buttons: what they carry, how they stand under a question, and how the same is typed."""

from functools import lru_cache

from rapidfuzz import fuzz

from bot.engine.answers import plain
from bot.engine.flow import Choice, Choose, Collect, Review
from bot.engine.happenings import Offered
from bot.engine.session import Frame
from bot.engine.text import Text, _
from bot.engine.words import BACK

MAX_DATA = 64
"""Bytes: all that Telegram lets a button carry."""

SKIP, DONE, SEND, CHANGE = "_skip", "_done", "_send", "_change"
SKIP_LABEL, DONE_LABEL = _("Skip"), _("Done")
SEND_LABEL, CHANGE_LABEL = _("Send"), _("Change an answer")
TYPED = {
    SKIP: ("lewati", "skip", "lewat"),
    DONE: ("selesai", "done", "sudah", "cukup"),
    SEND: ("kirim", "send", "ya", "yes"),
    CHANGE: ("ubah", "ubah jawaban", "change", "ganti"),
}
GLOBAL = "v1:!:"


ABOUT = "@"
"""Parts a value from what its question was about."""


def data(frame: Frame, value: str, about: str | None = None) -> str:
    """What a button of this step carries."""
    return f"v1:{frame.flow}:{frame.step}:{value}{ABOUT + about if about else ''}"


def parts(carried: str) -> tuple[Frame, str] | None:
    """The step and the value of a button, or None for data that is none of ours."""
    pieces = carried.split(":", 3)
    return (Frame(pieces[1], pieces[2]), pieces[3]) if len(pieces) == 4 and pieces[0] == "v1" else None


def global_row(*, back: bool) -> tuple[Offered, ...]:
    """The last row under every question: back (when there is a way back), menu, and help in danger."""
    row = (Offered(_("Menu"), f"{GLOBAL}menu"), Offered(_("SOS"), f"{GLOBAL}sos", "danger"))
    return ((Offered(_("Back"), f"{GLOBAL}{BACK}"),) if back else ()) + row


def rows(
    frame: Frame, offered: list[tuple[str, Text, str | None]], columns: int, *, back: bool, about: str | None = None
) -> tuple[tuple[Offered, ...], ...]:
    """Buttons in rows of `columns`, and the global row under them."""
    made = [Offered(label, data(frame, value, about), style) for value, label, style in offered]
    return (*(tuple(made[i : i + columns]) for i in range(0, len(made), columns)), global_row(back=back))


def offered_by(step: Choose | Collect) -> list[tuple[str, Text, str | None]]:
    """The buttons a step offers, in the order in which they may be typed as numbers."""
    if isinstance(step, Collect):
        return [(DONE, DONE_LABEL, None)]
    skip: list[tuple[str, Text, str | None]] = [(SKIP, SKIP_LABEL, None)] if step.skip else []
    return [(choice.value, choice.label, choice.style) for choice in step.choices] + skip


def review_offered(_step: Review) -> list[tuple[str, Text, str | None]]:
    return [(SEND, SEND_LABEL, "success"), (CHANGE, CHANGE_LABEL, None)]


def typed_value(said: str, values: list[str]) -> str | None:
    """A reserved value typed in words («lewati», «selesai»)."""
    words = plain(said)
    return next((value for value in values if words in TYPED.get(value, ())), None)


def typed_number(said: str, count: int) -> int | None:
    """A number from 1 to `count` standing alone («2», «2.»), as an index from 0."""
    words = plain(said)
    return int(words) - 1 if words.isdecimal() and len(words) < 4 and 1 <= int(words) <= count else None


plain_label = lru_cache(2048)(plain)
"""For what we ourselves write on buttons; what a contact writes is kept nowhere."""


def typed_choice(said: str, choices: tuple[Choice, ...], labels: list[str]) -> str | None:
    """The choice whose label or word was typed: exactly, by a beginning that only it has, or with a slip of the finger."""
    words = plain(said)
    if not words:
        return None
    names = [
        {plain_label(label), *map(plain_label, choice.words), choice.value} for choice, label in zip(choices, labels, strict=True)
    ]
    exact = [choice.value for choice, its in zip(choices, names, strict=True) if words in its]
    if exact:
        return exact[0]
    begun = [c.value for c, its in zip(choices, names, strict=True) if len(words) >= 3 and any(n.startswith(words) for n in its)]
    if len(begun) == 1:
        return begun[0]
    near = [
        c.value for c, its in zip(choices, names, strict=True) if len(words) >= 5 and max(fuzz.ratio(words, n) for n in its) >= 84
    ]
    return near[0] if len(near) == 1 else None
