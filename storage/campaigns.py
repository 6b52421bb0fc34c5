"""Campaigns: kept with everybody they reach, so that each is asked once and the tallies are true."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, literal, select, update

from helpline.campaigns import Audience, Campaign, CampaignState, Reply
from helpline.contacts import Situation
from storage.campaign_tables import campaign_contacts, campaigns
from storage.tables import contacts, conversations
from storage.transaction import Transaction

WAITING, ASKED, PASSED = "waiting", "asked", "passed"


@dataclass(frozen=True)
class Turnout:
    """One contact who is to be asked, and their conversation, locked."""

    campaign_id: str
    contact_id: str
    conversation_id: str


def add(tx: Transaction, campaign: Campaign) -> None:
    tx.connection.execute(
        insert(campaigns).values(
            id=campaign.id,
            text_sealed=tx.seal_text(None, "campaigns", "text", campaign.id, campaign.text),
            country=campaign.audience.country,
            situation=campaign.audience.situation,
            language=campaign.audience.language,
            urgent=campaign.urgent,
            state=campaign.state,
            made_by=campaign.made_by,
            made_at=campaign.made_at,
        )
    )


def reached(audience: Audience) -> Any:
    """Which contacts an audience means: those who can be reached at all."""
    chosen: Any = contacts.c.reachable.is_(True)
    for column, value in (
        (contacts.c.country, audience.country),
        (contacts.c.situation, audience.situation),
        (contacts.c.language, audience.language),
    ):
        chosen = chosen & (column == value) if value else chosen
    return chosen


def count(tx: Transaction, audience: Audience) -> int:
    statement = select(func.count()).select_from(contacts).where(reached(audience))
    return int(tx.connection.execute(statement).scalar_one())


def approve(tx: Transaction, campaign: Campaign, by: str, at: datetime) -> None:
    """It runs from here on, for everybody whom its audience means at this moment."""
    who = select(literal(campaign.id), contacts.c.id, literal(WAITING), literal(at, campaign_contacts.c.due_at.type)).where(
        reached(campaign.audience)
    )
    tx.connection.execute(insert(campaign_contacts).from_select(["campaign_id", "contact_id", "state", "due_at"], who))
    its = update(campaigns).where(campaigns.c.id == campaign.id)
    tx.connection.execute(its.values(state=CampaignState.RUNNING, approved_by=by, approved_at=at))


def set_state(tx: Transaction, campaign_id: str, state: CampaignState) -> None:
    tx.connection.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(state=state))


def get(tx: Transaction, campaign_id: str, *, lock: bool = False) -> Campaign:
    """Raises NoResultFound."""
    statement = select(campaigns).where(campaigns.c.id == campaign_id)
    row = tx.connection.execute(statement.with_for_update() if lock else statement).one()
    return from_row(tx, row)


def latest(tx: Transaction, limit: int = 20) -> list[Campaign]:
    """The campaigns with their tallies, the newest first."""
    statement = select(campaigns).order_by(campaigns.c.made_at.desc(), campaigns.c.id.desc()).limit(limit)
    return [from_row(tx, row) for row in tx.connection.execute(statement).all()]


def running(tx: Transaction) -> Sequence[str]:
    statement = select(campaigns.c.id).where(campaigns.c.state == CampaignState.RUNNING).order_by(campaigns.c.id)
    return tx.connection.execute(statement).scalars().all()


def take(tx: Transaction, campaign_id: str, now: datetime, limit: int) -> list[Turnout]:
    """Some of those who are to be asked now, with their conversations locked; what others hold is passed by."""
    statement = (
        select(campaign_contacts.c.contact_id, conversations.c.id)
        .join(conversations, conversations.c.contact_id == campaign_contacts.c.contact_id)
        .where(
            campaign_contacts.c.campaign_id == campaign_id,
            campaign_contacts.c.state == WAITING,
            campaign_contacts.c.due_at <= now,
        )
        .order_by(campaign_contacts.c.due_at, campaign_contacts.c.contact_id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=(campaign_contacts, conversations))
    )
    return [Turnout(campaign_id, row[0], row[1]) for row in tx.connection.execute(statement)]


SETTLE = (
    update(campaign_contacts)
    .where(
        campaign_contacts.c.campaign_id == bindparam("of_campaign"),
        campaign_contacts.c.contact_id == bindparam("of_contact"),
    )
    .values(
        state=bindparam("new_state"),
        at=bindparam("new_at", type_=campaign_contacts.c.at.type),
        due_at=bindparam("new_due", type_=campaign_contacts.c.due_at.type),
    )
)


def settle(tx: Transaction, found: Sequence[tuple[Turnout, str, datetime]], at: datetime) -> None:
    """What became of each: its state, and when to look again where it still waits."""
    rows = [
        {"of_campaign": t.campaign_id, "of_contact": t.contact_id, "new_state": state, "new_at": at, "new_due": due}
        for t, state, due in found
    ]
    if rows:
        tx.connection.execute(SETTLE, rows)


def answer(tx: Transaction, campaign_id: str, contact_id: str, reply: Reply, at: datetime) -> None:
    """Keep what was answered last."""
    its = (campaign_contacts.c.campaign_id == campaign_id) & (campaign_contacts.c.contact_id == contact_id)
    tx.connection.execute(update(campaign_contacts).where(its, campaign_contacts.c.state != WAITING).values(state=reply, at=at))


def tallies(tx: Transaction, campaign_id: str) -> Counter[str]:
    statement = select(campaign_contacts.c.state, func.count()).where(campaign_contacts.c.campaign_id == campaign_id)
    return Counter({row[0]: row[1] for row in tx.connection.execute(statement.group_by(campaign_contacts.c.state))})


def from_row(tx: Transaction, row: Any) -> Campaign:
    found = tallies(tx, row.id)
    replies = {reply.value: found[reply] for reply in Reply}
    return Campaign(
        id=row.id,
        text=tx.open_text(None, "campaigns", "text", row.id, row.text_sealed),
        audience=Audience(row.country, Situation(row.situation) if row.situation else None, row.language),
        urgent=row.urgent,
        state=CampaignState(row.state),
        made_by=row.made_by,
        made_at=row.made_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        total=found.total(),
        waiting=found[WAITING],
        asked=found[ASKED] + sum(replies.values()),
        **replies,
    )
