"""Push: wakes a member's browser through its maker's push service (RFC 8030, RFC 8292). Nothing is sent but the wake itself."""

from urllib.parse import urlsplit

import aiohttp
from py_vapid import Vapid02

from storage import failpoints, push
from storage.database import Database

LASTS = 900
"""Seconds a push service may keep the wake for a browser that is off; a call is older news after that."""
PATIENCE = aiohttp.ClientTimeout(total=10)
GONE = frozenset({404, 410})


class Pusher:
    """Wakes browsers, as a courtesy beside the messenger's call: what fails is not tried again.

    `contact`: our own address, by which a push service may find us.
    """

    def __init__(self, database: Database, contact: str | None) -> None:
        self.database = database
        place = urlsplit(contact or "")
        self.contact = f"https://{place.netloc}" if place.scheme == "https" else "mailto:nobody@suluh.invalid"

    async def wake(self, staff_id: str) -> int:
        """Wake every browser of a member; how many services took it. A browser that is gone is forgotten."""
        found = await self.database.read(push.of_member, staff_id)
        if not found:
            return 0
        vapid = Vapid02(await self.database.read(push.signing_key))
        taken = 0
        async with aiohttp.ClientSession(timeout=PATIENCE) as client:
            for browser in found:
                with failpoints.around("send push"):
                    status = await self.post(client, vapid, browser.endpoint)
                taken += status in (200, 201, 202)
                if status in GONE:
                    await self.database.write(push.remove, browser.id)
        return taken

    async def post(self, client: aiohttp.ClientSession, vapid: Vapid02, endpoint: str) -> int:
        """One wake; 0 when the service cannot be reached."""
        place = urlsplit(endpoint)
        headers = vapid.sign({"aud": f"{place.scheme}://{place.netloc}", "sub": self.contact})
        try:
            async with client.post(endpoint, headers={**headers, "TTL": str(LASTS), "Urgency": "high"}) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0
