"""Silence: what is said when an answer stays out, and how it reaches a human."""

from bot.engine.resume import repeat
from bot.engine.session import Session
from bot.engine.text import Text, _
from bot.listening import perform
from bot.speech import Line
from bot.turn import Turn
from helpline.checkins.plan import Rung
from helpline.checkins.watch import Watch
from helpline.events import Event
from helpline.severity import Severity
from helpline.topics import Topic
from storage import tasks, trusted_people
from storage.tasks import Task, TaskKind

# Translators: both may be read over the shoulder; the second tells who has agreed on a safe word that it is enough.
AGAIN: dict[Rung, Text] = {
    Rung.NUDGE: _("Hello again. No hurry, whenever you have a moment."),
    Rung.WORD: _("Busy days? No need to write much, one word is enough."),
}


def speak_again(turn: Turn, rung: Rung) -> None:
    """A gentle second line, with the question's own buttons while it is still the present one."""
    turn.speak([Line(turn.house.wording.say(turn.contact.language, AGAIN[rung].msgid))])
    if is_asked(turn.session):
        turn.session, happenings = repeat(turn.house.book, turn.session, turn.facts)
        perform(turn, happenings)


def is_asked(session: Session) -> bool:
    return session.thread is not None and session.thread.frames[0].flow == "check_in"


def reached(turn: Turn, watch: Watch, severity: Severity, *, why: str) -> None:
    """The silence reaches a human: the contact's case waits in the queue, and for S0 and S1 the counsellors are called."""
    turn.wait_for_human(Topic.SILENCE, severity)
    trusted_people.tell(turn.tx, turn.contact.id, turn.now, by_counsellor=False)
    turn.record(Event.CHECK_IN_MISSED, actor="system", kind=watch.plan.kind, why=why)


def too_late(turn: Turn, watch: Watch) -> None:
    """The question could not be asked in time (the service was down): a human looks, once for each contact."""
    turn.record(Event.CHECK_IN_LATE, actor="system", kind=watch.plan.kind)
    where, id = turn.conversation.id, turn.clock.new_id()
    tasks.add_once(turn.tx, Task(id, TaskKind.CHECK_IN, turn.now, contact_id=turn.contact.id, conversation_id=where))
