"""Cards: what is shown of the truth about who answers when, of plans and of days. Made anew each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from bot.engine.heard import REHEARSED_AT
from bot.engine.text import _
from bot.house import House
from bot.speech import LONGEST
from helpline.checkins.plan import PlanKind
from helpline.checkins.watch import PlanState, Watch
from helpline.contacts import Contact
from helpline.severity import Severity
from helpline.targets import Unit
from locales.wording import length_of_time


@dataclass(frozen=True)
class Reader:
    """Who reads the card, how severe the open case is, and how many counsellors are here now.

    `answers` and `memory` are those of the session at the moment the card was asked for.
    """

    contact: Contact
    severity: Severity | None
    on_duty: int
    now: datetime = REHEARSED_AT
    plans: Sequence[Watch] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)


# Translators: «time» is a length of time in your language, such as «15 minutes».
CALLED = _("We have called our counsellors. We try to answer you here within {time}.")
SOON = _("A counsellor will try to answer you here within {time}.")
IN_TIME = _("A counsellor will answer you here within {time}.")
IN_ONE_DAY = _("A counsellor will answer you here within one working day.")
IN_DAYS = _("A counsellor will answer you here within {count} working days.")
SOME_TIME = _("A counsellor will read this and answer you here.")
UNITS = {Unit.MINUTE: "minute", Unit.HOUR: "hour"}
NOBODY_HERE = _("No counsellor is at the desk at this moment. If you are in danger now, please call one of the numbers too.")
NO_PLAN = _("If you like, we say hello from time to time and ask how you are. You choose the day and the hour.")
PLAN = _("We say hello next on {day}, from {hour} ({zone}). A short answer is enough, and you can change or stop it here.")
PAUSED = _("We do not write first until {day}. You can write here at any time.")
SHORT_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
QUICK_EXIT = _("Today's recipe: wash the rice, add water up to the first joint of your finger, cook with the lid on.")


def when_answered(house: House, reader: Reader) -> str:
    severity = reader.severity or Severity.S3
    said = promise(house, reader, severity)
    if reader.on_duty or severity.rank > Severity.S1.rank:
        return said
    return f"{said} {say(house, reader, NOBODY_HERE.msgid)}"


def promise(house: House, reader: Reader, severity: Severity) -> str:
    """Within which time a human is to answer, as this helpline has set it."""
    target = house.targets.answers[severity]
    if target is None:
        return say(house, reader, SOME_TIME.msgid)
    if target.unit is Unit.DAY:
        return say(house, reader, (IN_ONE_DAY if target.number == 1 else IN_DAYS).msgid, count=str(target.number))
    sentence = {Severity.S0: CALLED, Severity.S1: SOON}.get(severity, IN_TIME)
    return say(house, reader, sentence.msgid, time=length_of_time(reader.contact.language, target.number, UNITS[target.unit]))


def quick_exit(house: House, reader: Reader) -> str:
    return say(house, reader, QUICK_EXIT.msgid)


def fitting(parts: list[str]) -> str:
    """The parts, the first ones first, as far as one message holds them."""
    kept, length = [], 0
    for part in parts:
        length += len(part) + 2
        if length > LONGEST:
            break
        kept.append(part)
    return "\n\n".join(kept)


def say(house: House, reader: Reader, msgid: str, **values: str) -> str:
    return house.wording.say(reader.contact.language, msgid, values)


def check_in_plan(house: House, reader: Reader) -> str:
    """Whether, when and by whose clock the contact is asked how they are."""
    plans = [watch for watch in reader.plans if watch.plan.kind is not PlanKind.LESSON]
    running = [(watch.asks_at, watch.plan.hours) for watch in plans if watch.state is PlanState.ACTIVE and watch.asks_at]
    paused = [watch.plan.paused_until for watch in plans if watch.state is PlanState.PAUSED and watch.plan.paused_until]
    if not running:
        return (
            say(house, reader, PAUSED.msgid, day=shown_day(reader, min(paused))) if paused else say(house, reader, NO_PLAN.msgid)
        )
    asks_at, hours = min(running, key=lambda plan: plan[0])
    local = hours.local(asks_at)
    return say(house, reader, PLAN.msgid, day=shown_day(reader, local.date()), hour=f"{local:%H.%M}", zone=shown_zone(hours.zone))


def recovery_day(house: House, reader: Reader) -> str:
    """The small step of the day, by how many have been given."""
    number = min(int(reader.answers.get("round") or 0), len(house.recovery) - 1)
    return house.recovery[number].text(reader.contact.language)


def shown_day(reader: Reader, day: date) -> str:
    """A day as it is said, such as «Minggu, 29 November 2026»."""
    return format_date(day, "EEEE, d MMMM y", locale=reader.contact.language)


def shown_zone(zone: str) -> str:
    """The zone as people call it: WIB, WITA, WIT, else its city."""
    return SHORT_ZONES.get(zone) or zone.rpartition("/")[2].replace("_", " ")


CARDS: dict[str, Callable[[House, Reader], str]] = {
    "when_answered": when_answered,
    "quick_exit": quick_exit,
    "check_in_plan": check_in_plan,
    "recovery_day": recovery_day,
}
