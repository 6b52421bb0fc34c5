"""Replying: what a counsellor's form holds besides words: a file, a place, quick buttons, a time to be sent at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import filetype
from aiohttp.web_request import FileField

from console.desk import LONGEST_REPLY, EmptyText, Hand, checked, is_repeated, take_part, tell
from helpline import takeover
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.messages import QUICK, Author, Button, Kind
from storage import cases, conversations, later, letters, signs
from storage.later import LaterMessage
from storage.letters import Enclosure, Letter
from storage.transaction import Transaction

LARGEST = 10_000_000
LONGEST_LABEL = 20
MOST_BUTTONS = 3
FARTHEST = timedelta(days=30)
VOICES = frozenset({"audio/ogg", "audio/webm", "video/webm", "audio/mp4"})
"""What browsers record; a recording without a picture may call itself a film."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
OTHERS = frozenset({"application/pdf", "audio/mpeg", "video/mp4"})


class NotAFile(HelplineError):
    """This file cannot be sent. Photos, PDFs, voice messages and films of at most 10 MB can."""


class NotAPlace(HelplineError):
    """Please write a place as two numbers, such as 24.7136, 46.6753."""


class TooManyButtons(HelplineError):
    """Please write at most three answers, each of at most 20 characters."""


class NotLater(HelplineError):
    """Please choose a time between now and 30 days from now."""


@dataclass(frozen=True)
class Written:
    """What was written, all of it checked."""

    letter: Letter
    due_at: datetime | None


def read(form: Mapping[str, object], staff_id: str, now: datetime, zone: str) -> Written:
    """What the form holds. Raises EmptyText, TooLong, NotAFile, NotAPlace, TooManyButtons, NotLater."""
    enclosure, place = enclosed(form.get("file"), voice=form.get("voice") == "yes"), where(str(form.get("place", "")))
    try:
        text = checked(str(form.get("text", "")), LONGEST_REPLY)
    except EmptyText:
        if not (enclosure or place):
            raise
        text = ""
    extra = {"once": str(form.get("once", ""))[:40]} | place
    letter = Letter(Author.COUNSELLOR, text, staff_id, extra, quick_buttons(str(form.get("buttons", ""))), enclosure)
    due_at = moment(str(form.get("later", "")), zone, now)
    if due_at and (enclosure or place or letter.buttons):
        raise NotLater
    return Written(letter, due_at)


def enclosed(given: object, *, voice: bool) -> Enclosure | None:
    """The file of a form; what it is is told by its bytes."""
    if not isinstance(given, FileField) or not given.filename:
        return None
    content = given.file.read(LARGEST + 1)
    kind = filetype.guess_mime(content[:8192])
    if not content or len(content) > LARGEST or kind not in VOICES | PICTURES | OTHERS:
        raise NotAFile
    name = " ".join(given.filename.split())[-100:]
    if voice and kind in VOICES:
        return Enclosure(Kind.VOICE, name, "audio/webm" if kind == "video/webm" else str(kind), content)
    return Enclosure(Kind.PHOTO if kind in PICTURES else Kind.DOCUMENT, name, str(kind), content)


def where(given: str) -> dict[str, float]:
    """A latitude and a longitude; nothing for nothing."""
    if not given.strip():
        return {}
    try:
        latitude, longitude = (float(part) for part in given.replace(";", ",").split(","))
    except ValueError:
        raise NotAPlace from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise NotAPlace
    return {"latitude": latitude, "longitude": longitude}


def quick_buttons(given: str) -> tuple[tuple[Button, ...], ...]:
    """One answer a line, each a button of its own row. A press comes back as what the button said."""
    labels = list(dict.fromkeys(" ".join(line.split()) for line in given.splitlines() if line.strip()))
    if len(labels) > MOST_BUTTONS or any(len(label) > LONGEST_LABEL or len(label.encode()) > 60 for label in labels):
        raise TooManyButtons
    return tuple((Button(label, QUICK + label),) for label in labels)


def moment(given: str, zone: str, now: datetime) -> datetime | None:
    """The instant of a wall time in the contact's zone; nothing for nothing."""
    if not given.strip():
        return None
    try:
        due_at = datetime.fromisoformat(given.strip()).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError:
        raise NotLater from None
    if not now < due_at <= now + FARTHEST:
        raise NotLater
    return due_at


def send(tx: Transaction, hand: Hand, conversation_id: str, written: Written) -> None:
    """Send it now, or keep it for its time. Sent again with the same `once` (a double click, a reload) it does nothing."""
    now = conversations.get(tx, conversation_id, lock=True)
    takeover.check_speaker(now.ownership, hand.staff.id)
    if is_repeated(tx, now, str(written.letter.extra["once"])):
        return
    if written.due_at is not None:
        id = key_of(hand, str(written.letter.extra["once"]))
        if any(known.id == id for known in later.of_conversation(tx, now)):
            return
        message = LaterMessage(id, conversation_id, hand.staff.id, written.letter.text, written.due_at)
        later.add(tx, now, message, hand.clock.now())
        signs.sent(tx, conversation_id, hand.staff.id)
        tell(tx, hand, Event.LATER_PLANNED, now, cases.current(tx, now.contact.id))
        return
    after = take_part(tx, hand, now)
    seq = letters.post(tx, hand.clock, after, written.letter)
    signs.sent(tx, conversation_id, hand.staff.id)
    case = cases.answered_all(tx, after.contact.id, hand.clock.now())
    tell(tx, hand, Event.REPLIED, after, case, seq=seq)


def key_of(hand: Hand, once: str) -> str:
    """The page's own key of what it sends, where it gave one: the same again is then not kept twice."""
    return once if len(once) == 32 and set(once) <= set("0123456789abcdef") else hand.clock.new_id()


def call_off(tx: Transaction, hand: Hand, conversation_id: str, message_id: str) -> None:
    """What was to be sent later is not sent; its words come back as the draft of who wrote it."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    message = next((m for m in later.of_conversation(tx, conversation) if m.id == message_id), None)
    if message is None or message.staff_id != hand.staff.id or not later.take(tx, message_id, conversation_id):
        return
    signs.give(tx, conversation, hand.staff.id, hand.clock.now(), typing=False, draft=message.text)
    tell(tx, hand, Event.LATER_CALLED_OFF, conversation, cases.current(tx, conversation.contact.id))
