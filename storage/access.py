"""Access: how a member of the staff stands to a case, who is excluded from it, and to whom it was opened for a while."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select

from helpline.access import Standing
from storage import forgetting
from storage.conversations import Conversation
from storage.desk_tables import exclusions, openings
from storage.tables import cases, conversations, media, messages
from storage.transaction import Transaction


class OpeningKind(StrEnum):
    """Why a case was opened to somebody: an emergency of their own judgement, or a colleague's question."""

    GLASS = "glass"
    ASKED = "asked"


@dataclass(frozen=True)
class Opening:
    """A case opened to a member for a while, and why."""

    staff_id: str
    kind: OpeningKind
    reason: str
    by: str
    at: datetime
    until: datetime


@dataclass(frozen=True)
class Unseen:
    """Whom the desk does not see, and whom each member is kept from; `graves`: how many contacts were ever destroyed."""

    hidden: Set[str] = frozenset()
    kept: Mapping[str, Set[str]] = field(default_factory=dict)
    graves: int = 0

    def by(self, staff_id: str) -> Set[str]:
        """As `unseen_by`."""
        return self.hidden | self.kept.get(staff_id, frozenset())


def standing(tx: Transaction, staff_id: str, conversation_id: str) -> Standing:
    """How this member stands to this conversation. Raises NoResultFound."""
    row = tx.connection.execute(
        select(conversations.c.contact_id, conversations.c.counsellor_id).where(conversations.c.id == conversation_id)
    ).one()
    assigned = select(cases.c.id).where(cases.c.conversation_id == conversation_id, cases.c.assignee == staff_id)
    excluded = select(exclusions.c.id).where(exclusions.c.contact_id == row.contact_id, exclusions.c.staff_id == staff_id)
    until = select(func.max(openings.c.until)).where(
        openings.c.conversation_id == conversation_id, openings.c.staff_id == staff_id
    )
    return Standing(
        speaks=row.counsellor_id == staff_id,
        assigned=tx.row(assigned) is not None,
        excluded=tx.row(excluded) is not None,
        open_until=tx.connection.execute(until.with_only_columns(func.max(openings.c.until).label("until"))).scalar_one(),
    )


def conversation_of_file(tx: Transaction, media_id: str) -> str:
    """Where a file belongs. Raises NoResultFound."""
    found: str = tx.connection.execute(
        select(messages.c.conversation_id).join_from(media, messages).where(media.c.id == media_id)
    ).scalar_one()
    return found


def open_to(tx: Transaction, conversation: Conversation, opening: Opening, *, id: str) -> None:
    """Open a case to a member until the given time."""
    sealed = tx.seal_text(conversation.contact.id, "openings", "reason", id, opening.reason)
    values = {name: getattr(opening, name) for name in ("staff_id", "kind", "by", "at", "until")}
    tx.connection.execute(openings.insert().values(id=id, conversation_id=conversation.id, reason_sealed=sealed, **values))


def openings_of(tx: Transaction, conversation: Conversation) -> list[Opening]:
    """To whom the case was ever opened, oldest first."""
    rows = tx.connection.execute(
        select(openings).where(openings.c.conversation_id == conversation.id).order_by(openings.c.at, openings.c.id)
    )
    contact_id = conversation.contact.id
    return [
        Opening(
            r.staff_id,
            OpeningKind(r.kind),
            tx.open_text(contact_id, "openings", "reason", r.id, r.reason_sealed),
            r.by,
            r.at,
            r.until,
        )
        for r in rows
    ]


def exclude(tx: Transaction, contact_id: str, staff_id: str, *, id: str, by: str, at: datetime) -> None:
    """From here on this member sees nothing of this contact. Doing it twice changes nothing."""
    tx.connection.execute(
        tx.insert(exclusions)
        .values(id=id, contact_id=contact_id, staff_id=staff_id, by=by, at=at)
        .on_conflict_do_nothing(index_elements=["contact_id", "staff_id"])
    )


def admit_again(tx: Transaction, contact_id: str, staff_id: str) -> None:
    tx.connection.execute(delete(exclusions).where(exclusions.c.contact_id == contact_id, exclusions.c.staff_id == staff_id))


def excluded(tx: Transaction, contact_id: str) -> set[str]:
    """Who must see nothing of this contact."""
    return set(tx.connection.execute(select(exclusions.c.staff_id).where(exclusions.c.contact_id == contact_id)).scalars())


def unseen_by(tx: Transaction, staff_id: str) -> set[str]:
    """The contacts of whom no list shows this member anything: those kept from them, and whom the desk does not see."""
    kept = tx.connection.execute(select(exclusions.c.contact_id).where(exclusions.c.staff_id == staff_id)).scalars()
    return {*kept, *forgetting.hidden_contacts(tx)}


def unseen(tx: Transaction) -> Unseen:
    """The same for all members at once, for who tells many of them the same."""
    kept = defaultdict[str, set[str]](set)
    for row in tx.connection.execute(select(exclusions.c.staff_id, exclusions.c.contact_id)):
        kept[row.staff_id].add(row.contact_id)
    return Unseen(forgetting.hidden_contacts(tx), dict(kept), forgetting.count_graves(tx))
