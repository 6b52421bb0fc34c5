"""Effects: the few things a flow may do to what the helpline knows, each in the turn's own transaction."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot import learning, recovering
from bot.checkins import answering, planning, safe_word, trust
from bot.engine.happenings import EffectDue
from bot.turn import Answers, Turn
from bot.unanswered import SILENCE
from helpline.campaigns import Reply
from helpline.cases import CaseStatus
from helpline.consent import CONSENT_VERSION
from helpline.contacts import Situation
from helpline.events import Event
from helpline.severity import Severity
from helpline.topics import Topic
from storage import campaigns, cases, conversations, questions, tasks
from storage.questions import Question
from storage.tasks import Task, TaskKind

ERASURE_DUE = timedelta(hours=72)
"""A request to be forgotten is answered within three times 24 hours (UU 27/2022 on personal data, articles 30-43)."""

Told = Mapping[str, Any]


def do(turn: Turn, due: EffectDue) -> None:
    """Do one effect with what the flow gives: its arguments first, then the answers so far."""
    EFFECT[due.effect](turn, {**due.answers, **due.arguments})


def set_language(turn: Turn, told: Told) -> None:
    if told.get("language") in turn.house.wording.sentences:
        turn.learn(language=told["language"])
        turn.record(Event.LANGUAGE_CHOSEN, actor="contact", language=told["language"])


def set_situation(turn: Turn, told: Told) -> None:
    if told.get("situation"):
        turn.learn(situation=Situation(told["situation"]))
        turn.record(Event.SITUATION_TOLD, actor="contact", situation=told["situation"])


def set_country(turn: Turn, told: Told) -> None:
    if told.get("country") in turn.house.countries:
        moved = told["country"] != turn.contact.country
        turn.learn(country=told["country"], **({"zone": None} if moved else {}))
        planning.move(turn, turn.house.zone_of(turn.contact))


def give_consent(turn: Turn, _told: Told) -> None:
    turn.learn(consent_version=CONSENT_VERSION)
    turn.record(Event.CONSENT_GIVEN, actor="contact", version=CONSENT_VERSION)


def refuse_consent(turn: Turn, _told: Told) -> None:
    turn.learn(consent_version=None)
    turn.record(Event.CONSENT_REFUSED, actor="contact", version=CONSENT_VERSION)


def open_case(turn: Turn, told: Told) -> None:
    topic, severity = Topic(told.get("topic") or Topic.OTHER), Severity(told.get("severity") or Severity.S2)
    turn.wait_for_human(topic, severity, answers=described(turn, told))


def described(turn: Turn, told: Told) -> Answers:
    """The answers in words that staff read in their own language, each under its stable key."""
    found = ((key, turn.house.book.described(key, value)) for key, value in told.items() if value is not None)
    return {key: {"label": words[0], "value": words[1]} for key, words in found if words}


def add_answers(turn: Turn, told: Told) -> None:
    """Put the answers into the case at hand, if there is one."""
    answers = described(turn, told)
    if turn.case and answers:
        cases.add_answers(turn.tx, turn.case, answers)


def call_counsellors(turn: Turn, told: Told) -> None:
    topic, severity = Topic(told.get("topic") or Topic.EMERGENCY), Severity(told.get("severity") or Severity.S0)
    turn.wait_for_human(topic, severity)


def request_erasure(turn: Turn, _told: Told) -> None:
    due_at = turn.now + ERASURE_DUE
    where = turn.conversation.id
    task = Task(turn.clock.new_id(), TaskKind.ERASURE, turn.now, contact_id=turn.contact.id, due_at=due_at, conversation_id=where)
    tasks.add(turn.tx, task)
    turn.record(Event.ERASURE_REQUESTED, actor="contact")


def keep_feedback(turn: Turn, told: Told) -> None:
    """What the contact said of the help, kept with the case that was closed last."""
    closed = next((case for case in cases.of_contact(turn.tx, turn.contact.id) if case.status is CaseStatus.CLOSED), None)
    if closed is not None and told.get("helped"):
        cases.set_satisfaction(turn.tx, closed, str(told["helped"]))
        turn.record(Event.FEEDBACK_GIVEN, actor="contact", helped=told["helped"], respected=told.get("respected"))


def await_safe_answer(turn: Turn, _told: Told) -> None:
    """Silence after the gentle question counts as danger."""
    conversations.await_safe_answer(turn.tx, turn.conversation.id, turn.now + SILENCE)


def keep_campaign(turn: Turn, told: Told) -> None:
    """What was answered to a question that was put to many."""
    reply = str(told.get("campaign_reply"))
    if told.get("campaign") and reply in set(Reply):
        campaigns.answer(turn.tx, str(told["campaign"]), turn.contact.id, Reply(reply), turn.now)
        turn.record(Event.CAMPAIGN_ANSWERED, actor="contact", campaign=told["campaign"])


def keep_question(turn: Turn, told: Told) -> None:
    """What no card answered, for the editor: sealed, without a name, and only of who has agreed to what we keep."""
    words = str(told.get("question") or "")
    if words and turn.contact.consent_version is not None:
        asked = Question(turn.clock.new_id(), words, turn.contact.language, turn.contact.country, 1, turn.now)
        questions.keep(turn.tx, asked)
        turn.record(Event.QUESTION_KEPT)


EFFECT: dict[str, Callable[[Turn, Told], None]] = {
    "set_language": set_language,
    "set_situation": set_situation,
    "set_country": set_country,
    "give_consent": give_consent,
    "refuse_consent": refuse_consent,
    "open_case": open_case,
    "add_answers": add_answers,
    "call_counsellors": call_counsellors,
    "request_erasure": request_erasure,
    "keep_feedback": keep_feedback,
    "keep_check_in": answering.keep,
    "keep_campaign": keep_campaign,
    "await_safe_answer": await_safe_answer,
    "keep_question": keep_question,
    "watch_life": planning.watch_life,
    "plan_recovery": recovering.plan_recovery,
    "stop_recovery": recovering.stop_recovery,
    "keep_screening": recovering.keep_screening,
    "plan_lessons": learning.plan_lessons,
    "stop_lessons": learning.stop_lessons,
    "plan_check_ins": planning.plan_check_ins,
    "pause_check_ins": planning.pause_check_ins,
    "stop_check_ins": planning.stop_check_ins,
    "agree_safe_word": safe_word.agree,
    "forget_safe_word": safe_word.forget,
    "offer_trust": trust.offer,
    "use_trust_code": trust.use_code,
    "end_trust": trust.end,
}
