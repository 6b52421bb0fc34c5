"""Quality: how well the danger sense reads, week by week and by language, as far as counsellors have corrected it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from aiohttp import web

from console.desk import Hand, NoCase, present_case, tell
from console.dossier import read_danger
from console.pages import render
from console.premises import premises
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.severity import Severity
from storage import conversations, corrections, messages
from storage.corrections import WEEK, Correction, Meant
from storage.transaction import Transaction

WEEKS = 5


class NoSuchMessage(HelplineError):
    """This message is not one of the contact's own."""


def correct(tx: Transaction, hand: Hand, conversation_id: str, message_id: str, meant: Meant) -> None:
    """Say that the danger sense was wrong about a message of this conversation. Raises NoSuchMessage, NoCase."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    latest = messages.latest(tx, conversation.id, conversation.contact.id)
    message = next((m for m in latest if m.id == message_id), None)
    reading = read_danger(message) if message else None
    if message is None or reading is None:
        raise NoSuchMessage
    case = present_case(tx, conversation)
    if case is None:
        raise NoCase
    severity = Severity(reading.severity)
    said = Correction(message, severity, meant, hand.staff.id, hand.clock.now())
    corrections.keep(tx, conversation.contact, said)
    tell(tx, hand, Event.READING_CORRECTED, conversation, case, seq=message.seq, meant=meant.value)


@dataclass(frozen=True)
class Row:
    """One language in one week. `recall` is a share of 1, as far as it has been judged; None: there is nothing to judge."""

    week: date
    language: str
    alarms: int
    harmless: int
    missed: int

    @property
    def recall(self) -> float | None:
        right = max(0, self.alarms - self.harmless)
        return right / (right + self.missed) if right + self.missed else None


def row_of(week: date, language: str, counts: Counter[str]) -> Row:
    return Row(week, language, counts["alarms"], counts["harmless"], counts["missed"])


async def show_quality(request: web.Request) -> web.Response:
    house = premises(request)
    now = house.clock.now()
    begin = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0) - (WEEKS - 1) * WEEK
    found = await house.database.read(corrections.tallies, begin, WEEKS)
    rows = [
        row_of((begin + number * WEEK).date(), language, counts)
        for number, week in reversed(list(enumerate(found)))
        for language, counts in sorted(week.items())
    ]
    return render(request, "quality.html", rows=rows)
