"""Referring: a case is offered to an organisation with the contact's consent, or in danger with a supervisor's reason."""

from collections.abc import Sequence

from console.care import PleaseChoose, optional, work
from console.desk import Hand, tell
from helpline.consent import may_refer
from helpline.directory import Entry
from helpline.errors import HelplineError
from helpline.events import Event
from helpline.permissions import Action, is_granted
from helpline.referrals import FOLLOW_UP, NoConsent, Referral, ReferralState, Step, check_step
from storage import consents, referrals
from storage.transaction import Transaction


class AlreadyOffered(HelplineError):
    """This case has been offered to this organisation already."""


def refer(tx: Transaction, hand: Hand, conversation_id: str, entry: Entry | None, reason: str) -> None:
    """Offer the case. Raises NoConsent, unless who asks may override it and says why; AlreadyOffered."""
    if entry is None:
        raise PleaseChoose
    conversation, case = work(tx, conversation_id)
    why = None
    if not may_refer(consents.of_case(tx, case), entry.id):
        why = optional(reason)
        if not why or not is_granted(hand.staff.role, Action.OVERRIDE_CONSENT):
            raise NoConsent
    if any(known.entry_id == entry.id and known.is_open for known in referrals.of_case(tx, case, lock=True)):
        raise AlreadyOffered
    now, me = hand.clock.now(), hand.staff.id
    first = Step(ReferralState.OFFERED, now, me)
    made = Referral(hand.clock.new_id(), entry.id, entry.name[:200], why, (first,))
    referrals.add(tx, case, made, step_id=hand.clock.new_id(), follow_up_at=now + FOLLOW_UP)
    tell(tx, hand, Event.REFERRAL_OFFERED, conversation, case, entry=entry.id, override=int(why is not None))


def step(tx: Transaction, hand: Hand, conversation_id: str, referral_id: str, to: str) -> None:
    """Say what became of a referral. Raises PleaseChoose, NoSuchStep."""
    conversation, case = work(tx, conversation_id)
    known = next((r for r in referrals.of_case(tx, case, lock=True) if r.id == referral_id), None)
    if known is None or to not in set(ReferralState):
        raise PleaseChoose
    check_step(known, ReferralState(to))
    now = hand.clock.now()
    taken = Step(ReferralState(to), now, hand.staff.id)
    referrals.step(tx, known, taken, step_id=hand.clock.new_id(), follow_up_at=now + FOLLOW_UP)
    tell(tx, hand, Event.REFERRAL_CHANGED, conversation, case, entry=known.entry_id, state=to)


def find_entry(directory: Sequence[Entry], entry_id: str) -> Entry | None:
    return next((entry for entry in directory if entry.id == entry_id), None)
