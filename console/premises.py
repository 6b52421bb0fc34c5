"""Premises: what every view of the console works with, kept under one key of the application."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import jinja2
from aiohttp import web

from console.passphrases import Passphrases
from content import Content
from content.countries import Country
from content.replies import Reply
from content.shelf import Shelf
from helpline.checkins.plan import PlanKind, Rhythm
from helpline.clock import Clock
from helpline.directory import Entry
from helpline.permissions import Action, Role
from helpline.takeover import LEASE
from helpline.targets import Targets
from locales.wording import Wording
from storage.database import Database

Preview = Callable[[Content, str, datetime], Sequence[str]]
"""How contacts would read an entry of this content: the messages, by the chat's own cards."""


def no_preview(_content: Content, _key: str, _now: datetime) -> Sequence[str]:
    """Where no chat is wired to the console, nothing can be shown as contacts read it."""
    return ()


@dataclass(frozen=True)
class Premises:
    """`secure`: we are reached over https. `public_url`: where from outside, if it is known. `actions`: what a route needs."""

    database: Database
    clock: Clock
    wording: Wording
    templates: jinja2.Environment
    secure: bool
    public_url: str | None
    actions: Mapping[str, Action]
    replies: Sequence[Reply] = ()
    shelf: Shelf = field(default_factory=Shelf)
    countries: Sequence[Country] = ()
    rhythms: Mapping[PlanKind, Rhythm] = field(default_factory=dict)
    preview: Preview = no_preview
    lease: timedelta = LEASE
    desk_roles: frozenset[Role] = frozenset()
    targets: Targets = field(default_factory=Targets)
    passphrases: Passphrases = field(default_factory=Passphrases)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def directory(self) -> Sequence[Entry]:
        """Whom one can call, as it stands now."""
        return self.shelf.directory

    def zone(self, country: str | None) -> str:
        """The time zone in which a contact in this country most likely lives; Jakarta's where nothing is known."""
        return next((known.zones[0] for known in self.countries if known.code == country), "Asia/Jakarta")


PREMISES = web.AppKey("premises", Premises)


def premises(request: web.Request) -> Premises:
    """The premises in which a request is answered."""
    return request.app[PREMISES]
