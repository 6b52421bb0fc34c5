"""Sensing: what a reading of danger brings about in a turn: the case, the call, and which gentle question fits."""

from bot.danger import read_danger
from bot.engine.flow import Collect
from bot.engine.session import Session
from bot.turn import Turn
from helpline.danger import REMEMBERED, Reading, topic_of
from helpline.danger import Kind as About
from helpline.events import Event
from helpline.messages import Author, Incoming, Kind
from helpline.severity import Severity
from helpline.takeover import Owner
from helpline.topics import Topic
from storage import cases, messages

GENTLE_FLOWS = frozenset({"safety_check", "safe_now", "suicide", "sos"})
"""Flows that already care for somebody in danger; a further alarm does not start over."""
TELLING = GENTLE_FLOWS | {"report"}
"""Flows in which a problem is told, though there may be no case of it yet."""
WORDLESS = frozenset({Kind.VOICE, Kind.AUDIO, Kind.PHOTO, Kind.VIDEO})
"""What may tell of anything, and nothing here can hear or see."""


def read_for_danger(turn: Turn, text: str) -> Reading | None:
    """Read for danger, whoever owns the conversation: S0 and S1 open or raise the case of who is in danger and call a human.

    What is unclear is read again with what was written before. None: nothing in it asks for anything.
    """
    reading = read_danger(text) if text else None
    if reading is not None and reading.unclear:
        reading = read_danger(text, [line for line in recent_words(turn) if line != text])
    if reading is None or not (reading.is_crisis or reading.unclear):
        return None
    if not reading.is_crisis:
        return reading
    case = turn.wait_for_human(topic_of(reading), reading.severity, reading.whose)
    turn.record(Event.DANGER_SENSED, of=case, severity=reading.severity, category=reading.topics[0])
    return reading


def wait_for_ears(turn: Turn, incoming: Incoming) -> None:
    """A voice note or photo without words, while a problem is open, is unknown: a human hears or sees it by the target of S1.

    Not where files were asked for: there they are what was expected.
    """
    if incoming.kind not in WORDLESS or incoming.text.strip() or is_collecting(turn):
        return
    if turn.case is None and not is_telling(turn.session):
        return
    case = turn.case or turn.open_or_raise(Topic.UNREADABLE, Severity.S3)
    cases.wait_unknown(turn.tx, case, turn.now)


def is_collecting(turn: Turn) -> bool:
    """Whether the flow has asked for files; while a human has the conversation it asks for nothing."""
    thread = turn.session.thread
    if thread is None or turn.ownership.owner is not Owner.BOT:
        return False
    return isinstance(turn.house.book.step(thread.frames[-1]), Collect)


def is_telling(session: Session) -> bool:
    """Whether a problem is being told."""
    return session.thread is not None and any(frame.flow in TELLING for frame in session.thread.frames)


def must_ask(session: Session, alarm: Reading) -> bool:
    """Whether to ask: not twice in a row, and for S1 not when they have just told us whether they are safe.

    A wish to die is asked about all the same.
    """
    thread = session.thread
    if thread is None:
        return True
    if any(frame.flow in GENTLE_FLOWS for frame in thread.frames):
        return False
    return alarm.severity is Severity.S0 or About.SUICIDE in alarm.topics or thread.answers.get("safe") is None


def gentle_flow(alarm: Reading) -> str:
    """Which question fits: about wanting to die, about danger, or, when the words leave it open, only whether all is well."""
    if not alarm.is_crisis:
        return "safe_now"
    return "suicide" if About.SUICIDE in alarm.topics else "safety_check"


def recent_words(turn: Turn) -> list[str]:
    """What the contact has written lately, oldest first."""
    found = messages.latest(turn.tx, turn.conversation.id, turn.contact.id, 8)
    return [m.text for m in found if m.author is Author.CONTACT][-REMEMBERED:]
