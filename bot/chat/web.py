"""The web channel: reads what the chat page posted, and has nothing to send, since the page reads the store itself."""

import json
from typing import Any

from bot.channels import Fetched, FetchFailed, Letter, Unreadable
from helpline.delivery import Attempt, Outcome
from helpline.messages import Attachment, Incoming, Kind
from storage import uploads
from storage.database import Database
from storage.messages import Buttons
from storage.outgoing import Outgoing

NAME, BOT = "web", "1"


class WebChannel:
    """The chat page as a channel. A contact's address is the hash of the key that only their browser holds."""

    name = NAME
    bot = BOT
    rate = 1_000.0  # nobody limits us here

    def __init__(self, database: Database) -> None:
        self.database = database

    def read(self, raw: bytes) -> Letter | None:
        try:
            posted = json.loads(raw)
            return Letter(posted["address"], None, posted.get("language"), incoming(posted))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable from error

    async def send(self, _outgoing: Outgoing) -> Attempt:
        """Sent at once: a message is shown to the page as soon as it is marked so."""
        return Attempt(Outcome.SENT)

    async def call(self, _address: str, _text: str, _button: tuple[str, str] | None, _more: Buttons = ()) -> Attempt:
        """Nobody is called on the chat page."""
        return Attempt(Outcome.REFUSED, reason="refused")

    async def show(self, _address: str, _text: str, _buttons: Buttons) -> Attempt:
        """The chat page is nobody's second desk."""
        return Attempt(Outcome.REFUSED, reason="refused")

    async def show_typing(self, _address: str) -> None:
        """The page shows no such sign."""

    async def fetch(self, source: str) -> Fetched:
        found = await self.database.read(uploads.find, source)
        if found is None:
            raise FetchFailed
        return Fetched(found.content, found.content_type)


def incoming(posted: dict[str, Any]) -> Incoming:
    """What the page posted, as every channel tells it. `id` is the page's own number of the message."""
    ref = str(posted["id"])
    text = str(posted.get("text") or "").replace("\x00", "").encode("utf-8", "replace").decode()
    if posted.get("edits"):
        return Incoming(Kind.EDIT, text, ref=str(posted["edits"]))
    if posted.get("button") is not None:
        return Incoming(Kind.BUTTON, button=str(posted["button"]), ref=ref)
    if posted.get("place"):
        place = posted["place"]
        at = {"latitude": degrees(place["latitude"], 90), "longitude": degrees(place["longitude"], 180)}
        return Incoming(Kind.LOCATION, text, ref=ref, extra=at)
    if posted.get("upload"):
        file = posted["upload"]
        kind = Kind(file["kind"])
        attachment = Attachment(kind, str(file["id"]), file.get("name"), file.get("content_type"), file.get("size"))
        return Incoming(kind, text, ref=ref, attachment=attachment)
    return Incoming(Kind.TEXT, text, ref=ref)


def degrees(given: Any, most: int) -> float:
    """A latitude or longitude. Raises ValueError, TypeError for what is none."""
    number = float(str(given)) if isinstance(given, int) else float(given)  # a whole number may be too great for `float`
    if not -most <= number <= most:
        raise ValueError(given)
    return number
