"""Casework: how urgent a case is, who works on it and where it stands. Each function is one transaction's work."""

from datetime import timedelta

from console.desk import LONGEST_NOTE, EmptyText, Hand, NoCase, change_owner, checked, notice, present_case, tell
from console.marking import N_
from helpline import takeover
from helpline.access import ASKED
from helpline.cases import AlreadyClosed, AlreadyOpen, Case, CaseStatus, case_number, check_reopen
from helpline.clock import chance
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.permissions import Action, is_granted
from helpline.severity import Severity, falls, is_crisis
from helpline.takeover import Owner
from helpline.topics import Topic
from storage import access, cases, conversations, notes, staff, tasks
from storage.access import Opening, OpeningKind
from storage.conversations import Conversation
from storage.notes import About
from storage.staff import Staff
from storage.tasks import Task, TaskKind
from storage.transaction import Transaction

SNOOZES = ("1", "4", "24", "72", "168")
"""For how many hours a case may be put off."""

PASSED_ON = N_("{name} from our team goes on with you from here. You need not tell everything again.")


class NoReasonToLower(HelplineError):
    """Please write why the case is less urgent than it was."""


class NoSuchChoice(HelplineError):
    """Please choose from the list. A case in danger cannot be put off."""


class NotAColleague(HelplineError):
    """Please choose a colleague who can take the conversation."""


def set_severity(tx: Transaction, hand: Hand, conversation_id: str, case_id: str, severity: Severity, reason: str) -> None:
    """Say how urgent the case is. Raising it needs no words; lowering it needs a reason, which stays with the case."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    case = the_case(tx, conversation, case_id)
    if severity is case.severity:
        return
    written = reason_given(reason, falls(case.severity, severity))
    cases.set_severity(tx, case, severity)
    keep_reason(tx, hand, case, About.SEVERITY, written)
    tell(tx, hand, Event.SEVERITY_SET, conversation, case, before=case.severity.value, severity=severity.value)


def transfer(tx: Transaction, hand: Hand, conversation_id: str, to: str, note: str) -> None:
    """Give one's conversation and its case to a colleague, with a note; the contact is told. All of it or nothing."""
    written = checked(note, LONGEST_NOTE)
    now = conversations.get(tx, conversation_id, lock=True)
    colleague = a_colleague(tx, hand, to)
    if colleague.id in access.excluded(tx, now.contact.id):
        raise NotAColleague
    after = change_owner(
        tx, now, lambda before: takeover.transfer(before, hand.staff.id, colleague.id, hand.clock.now(), hand.lease)
    )
    case = cases.current(tx, after.contact.id)
    if case is None:
        raise NoCase
    for unfinished in cases.unfinished(tx, after.contact.id):
        cases.assign(tx, unfinished, colleague.id)
    keep_reason(tx, hand, case, About.TRANSFER, written)
    seq = notice(tx, hand, after, PASSED_ON, name=colleague.name)
    tell(tx, hand, Event.TRANSFERRED, after, case, seq=seq, to=colleague.id)


def ask(tx: Transaction, hand: Hand, conversation_id: str, to: str, question: str) -> None:
    """Ask a colleague: the question stands in the notes, they find it among their tasks and may read the case for two days."""
    written = checked(question, LONGEST_NOTE)
    conversation = conversations.get(tx, conversation_id)
    colleague, case = a_colleague(tx, hand, to), present_case(tx, conversation)
    if case is None:
        raise NoCase
    if colleague.id in access.excluded(tx, conversation.contact.id):
        raise NotAColleague
    now = hand.clock.now()
    keep_reason(tx, hand, case, About.ASKED, written)
    opening = Opening(colleague.id, OpeningKind.ASKED, written, hand.staff.id, now, now + ASKED)
    access.open_to(tx, conversation, opening, id=hand.clock.new_id())
    task = Task(hand.clock.new_id(), TaskKind.ASKED, now, case_id=case.id, staff_id=colleague.id, conversation_id=conversation.id)
    tasks.add(tx, task)
    tell(tx, hand, Event.COLLEAGUE_ASKED, conversation, case, to=colleague.id)


def exclude(tx: Transaction, hand: Hand, conversation_id: str, who: str, *, out: bool) -> None:
    """Say that a member must never see this contact's cases, or may again. Who speaks with the contact stops at once."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    member = next((member for member in staff.everyone(tx) if member.id == who), None)
    if member is None or member.id == hand.staff.id:
        raise NotAColleague
    if out:
        access.exclude(tx, conversation.contact.id, who, id=hand.clock.new_id(), by=hand.staff.id, at=hand.clock.now())
        if conversation.ownership.counsellor == who:
            conversations.end_leases(tx, who, hand.clock.now())
    else:
        access.admit_again(tx, conversation.contact.id, who)
    tell(tx, hand, Event.EXCLUDED if out else Event.ADMITTED_AGAIN, conversation, present_case(tx, conversation), who=who)


def a_colleague(tx: Transaction, hand: Hand, wanted: str) -> Staff:
    """Another active member who works at the desk. Raises NotAColleague."""
    found = next((member for member in staff.everyone(tx) if member.id == wanted and member.active), None)
    if found is None or found.id == hand.staff.id or not is_granted(found.role, Action.REPLY):
        raise NotAColleague
    return found


def work_on(tx: Transaction, hand: Hand, conversation_id: str, case_id: str) -> None:
    """Of several unfinished cases of a contact, work on this one from here. Raises AlreadyClosed."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    case = next((case for case in cases.unfinished(tx, conversation.contact.id) if case.id == case_id), None)
    if case is None:
        raise AlreadyClosed
    cases.choose(tx, case, hand.clock.now())
    tell(tx, hand, Event.CASE_WORKED_ON, conversation, case, about="chosen")


def set_pending(tx: Transaction, hand: Hand, conversation_id: str, case_id: str) -> None:
    """Nothing is to be done until the contact, or somebody else, answers; when the contact writes the case is open again."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    case = the_case(tx, conversation, case_id)
    cases.set_status(tx, case, CaseStatus.PENDING)
    tell(tx, hand, Event.CASE_PENDING, conversation, case)


def resolve(tx: Transaction, hand: Hand, conversation_id: str, case_id: str) -> None:
    """The work is done; when the contact writes before the case is closed, it is open again."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    case = the_case(tx, conversation, case_id)
    cases.set_status(tx, case, CaseStatus.RESOLVED)
    tell(tx, hand, Event.CASE_RESOLVED, conversation, case)


def snooze(tx: Transaction, hand: Hand, conversation_id: str, case_id: str, hours: str) -> None:
    """Put a case out of sight for some hours; `0` brings it back. It comes back by itself when the contact writes."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    case = the_case(tx, conversation, case_id)
    if hours not in {"0", *SNOOZES} or is_crisis(case.severity):
        raise NoSuchChoice
    until = hand.clock.now() + timedelta(hours=int(hours)) if int(hours) else None
    cases.snooze(tx, case, until)
    tell(tx, hand, Event.CASE_SNOOZED, conversation, case, hours=int(hours))


def open_case(tx: Transaction, hand: Hand, conversation_id: str, topic: str, severity: str) -> None:
    """Open a case by hand, unless there is an unfinished one."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    if topic not in set(Topic) or severity not in set(Severity):
        raise NoSuchChoice
    if cases.current(tx, conversation.contact.id) is not None:
        raise AlreadyOpen
    id, case = hand.clock.new_id(), None
    while case is None:  # the number was taken
        case = cases.open(
            tx,
            id=id,
            number=case_number(chance(hand.clock)),
            origin=f"hand:{id}",
            conversation=conversation,
            topic=Topic(topic),
            severity=Severity(severity),
            at=hand.clock.now(),
        )
    cases.assign(tx, case, hand.staff.id)
    tell(tx, hand, Event.CASE_OPENED, conversation, case, topic=topic, severity=severity)


def reopen(tx: Transaction, hand: Hand, conversation_id: str, case_id: str) -> None:
    """Work on a case again, whether it was pending or closed. It is the member's who opened it."""
    conversation = conversations.get(tx, conversation_id, lock=True)
    case = present_case(tx, conversation)
    if case is None or case.id != case_id:
        raise AlreadyClosed
    check_reopen(case)
    cases.set_status(tx, case, CaseStatus.OPEN)
    if conversation.ownership.owner is not Owner.COUNSELLOR:
        cases.assign(tx, case, hand.staff.id)
    tell(tx, hand, Event.CASE_REOPENED, conversation, case)


def the_case(tx: Transaction, conversation: Conversation, case_id: str) -> Case:
    """The unfinished case that the page showed. Raises AlreadyClosed when it is finished or another by now."""
    case = cases.current(tx, conversation.contact.id)
    if case is None or case.id != case_id:
        raise AlreadyClosed
    return case


def reason_given(reason: str, needed: bool) -> str | None:
    try:
        return checked(reason, LONGEST_NOTE)
    except EmptyText:
        if needed:
            raise NoReasonToLower from None
        return None


def keep_reason(tx: Transaction, hand: Hand, case: Case, about: About, written: str | None) -> None:
    if written is not None:
        notes.add(tx, case, id=hand.clock.new_id(), staff_id=hand.staff.id, text=written, at=hand.clock.now(), about=about)
