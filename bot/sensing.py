"""Sensing: what a reading of danger brings about in a turn: the case, the call, and which gentle question fits."""

from bot.danger import read_danger
from bot.engine.session import Session
from bot.turn import Turn
from helpline.danger import REMEMBERED, Kind, Reading, topic_of
from helpline.events import Event
from helpline.messages import Author
from helpline.severity import Severity
from storage import messages

GENTLE_FLOWS = frozenset({"safety_check", "safe_now", "suicide", "sos"})
"""Flows that already care for somebody in danger; a further alarm does not start over."""


def read_for_danger(turn: Turn, text: str) -> Reading | None:
    """Read for danger, whoever owns the conversation: S0 and S1 open or raise the case and call a human.

    What is unclear is read again with what was written before. None: nothing in it asks for anything.
    """
    reading = read_danger(text) if text else None
    if reading is not None and reading.unclear:
        reading = read_danger(text, [line for line in recent_words(turn) if line != text])
    if reading is None or not (reading.is_crisis or reading.unclear):
        return None
    if not reading.is_crisis:
        return reading
    turn.wait_for_human(topic_of(reading), reading.severity)
    turn.record(Event.DANGER_SENSED, severity=reading.severity, category=reading.topics[0])
    return reading


def must_ask(session: Session, alarm: Reading) -> bool:
    """Whether to ask if the person is safe: not twice in a row, and for S1 not when they have just told us."""
    thread = session.thread
    if thread is None:
        return True
    if any(frame.flow in GENTLE_FLOWS for frame in thread.frames):
        return False
    return alarm.severity is Severity.S0 or thread.answers.get("safe") is None


def gentle_flow(alarm: Reading) -> str:
    """Which question fits: about wanting to die, about danger, or, when the words leave it open, only whether all is well."""
    if not alarm.is_crisis:
        return "safe_now"
    return "suicide" if Kind.SUICIDE in alarm.topics else "safety_check"


def recent_words(turn: Turn) -> list[str]:
    """What the contact has written lately, oldest first."""
    found = messages.latest(turn.tx, turn.conversation.id, turn.contact.id, 8)
    return [m.text for m in found if m.author is Author.CONTACT][-REMEMBERED:]
