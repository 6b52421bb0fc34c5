"""Invitations from the command line: how the first supervisor comes in."""

import typer

from helpline.clock import Clock
from helpline.events import Event
from helpline.permissions import Role
from storage import events, invitations, staff
from storage.database import Database
from storage.sealing import Keyring
from storage.transaction import Transaction
from suluh.clock import SystemClock
from suluh.settings import Settings


async def print_link(settings: Settings, role: Role) -> None:
    """The link for somebody of this role, on the terminal."""
    database = await Database.open(settings.database, Keyring.load(settings.key_file, create=False))
    try:
        typer.echo(await invite(database, SystemClock(), settings, role))
    finally:
        await database.close()


async def invite(database: Database, clock: Clock, settings: Settings, role: Role) -> str:
    """A link that lets one person join, once, within 24 hours. It is shown here and kept nowhere but as a hash."""
    token = clock.secret()
    await database.write(keep, clock, token, role)
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    return f"{base}/console/join/{token}"


def keep(tx: Transaction, clock: Clock, token: str, role: Role) -> None:
    invitations.invite(tx, token=token, role=role, invited_by=None, at=clock.now())
    events.record(tx, Event.STAFF_INVITED, at=clock.now(), actor="system", role=role)


async def first_supervisor(database: Database, clock: Clock, settings: Settings) -> str | None:
    """The link for the first supervisor; None when somebody has joined already."""
    if not await database.read(staff.is_empty):
        return None
    return await invite(database, clock, settings, Role.SUPERVISOR)
