"""Campaigns: a question to many, written by one member, approved by another; how it goes is seen while it runs."""

from collections.abc import Callable

from aiohttp import web

from console.desk import EmptyText, TooLong, checked
from console.dossier import names
from console.faults import status_of
from console.pages import render
from console.premises import premises
from console.visit import visit_of
from helpline.campaigns import (
    LONGEST,
    NEXT,
    Audience,
    Campaign,
    CampaignState,
    NeedsAnother,
    NoSuchChange,
    check_change,
    duration,
)
from helpline.contacts import Situation
from helpline.errors import HelplineError
from helpline.events import Event
from storage import campaigns, events
from storage.transaction import Transaction


class NobodyThere(HelplineError):
    """Nobody belongs to this group at the moment."""


FAULTY = (EmptyText, TooLong, NeedsAnother, NoSuchChange, NobodyThere)


async def show_campaigns(request: web.Request) -> web.Response:
    return await page(request)


def read_campaigns(tx: Transaction) -> tuple[list[Campaign], dict[str, int], dict[str, str]]:
    """The campaigns, how many a draft would reach now, and the staff's names."""
    found = campaigns.latest(tx)
    drafts = [campaign for campaign in found if campaign.state is CampaignState.DRAFT]
    return found, {campaign.id: campaigns.count(tx, campaign.audience) for campaign in drafts}, names(tx)


async def page(request: web.Request, status: int = 200, problem: str | None = None) -> web.Response:
    """The page; what could not be kept stays in the form."""
    house, form = premises(request), await request.post()
    found, reach, known = await house.database.read(read_campaigns)
    return render(
        request,
        "campaigns.html",
        status=status,
        found=found,
        reach=reach,
        names=known,
        problem=problem,
        typed={name: str(value) for name, value in form.items()},
        places=house.countries,
        situations=list(Situation),
        next_states=NEXT,
        duration=duration,
        preview=lambda text: house.wording.say("id", "{announcement}\n\nAre you well?", {"announcement": text}),
        longest=LONGEST,
    )


async def do(request: web.Request, work: Callable[[Transaction], None]) -> web.Response:
    try:
        await premises(request).database.write(work)
    except HelplineError as refusal:
        return await page(request, 422 if isinstance(refusal, FAULTY) else status_of(refusal), refusal.sentence)
    return web.Response(status=303, headers={"Location": str(request.app.router["campaigns"].url_for())})


async def make_campaign(request: web.Request) -> web.Response:
    """A draft, which a second person approves."""
    house, form, me = premises(request), await request.post(), visit_of(request).staff.id
    country, situation = str(form.get("country", "")), str(form.get("situation", ""))
    known = {one.code for one in house.countries}
    audience = Audience(
        country if country in known else None, Situation(situation) if situation in set(Situation) else None, None
    )

    def make(tx: Transaction) -> None:
        text = checked(str(form.get("text", "")), LONGEST)
        if not campaigns.count(tx, audience):
            raise NobodyThere
        now, urgent = house.clock.now(), form.get("urgent") == "yes"
        made = Campaign(house.clock.new_id(), text, audience, urgent, CampaignState.DRAFT, me, now)
        campaigns.add(tx, made)
        events.record(tx, Event.CAMPAIGN_MADE, at=now, actor=me, campaign=made.id)

    return await do(request, make)


async def change_campaign(request: web.Request) -> web.Response:
    """Approve, pause, go on, or call it off."""
    house, me, which = premises(request), visit_of(request).staff.id, request.match_info["id"]
    given = str((await request.post()).get("state", ""))

    def change(tx: Transaction) -> None:
        campaign = campaigns.get(tx, which, lock=True)
        if given not in set(CampaignState) or given == CampaignState.DONE:
            raise NoSuchChange
        to = CampaignState(given)
        check_change(campaign, to, me)
        if campaign.state is CampaignState.DRAFT and to is CampaignState.RUNNING:
            campaigns.approve(tx, campaign, me, house.clock.now())
        else:
            campaigns.set_state(tx, which, to)
        events.record(tx, Event.CAMPAIGN_CHANGED, at=house.clock.now(), actor=me, campaign=which, state=to.value)

    return await do(request, change)
