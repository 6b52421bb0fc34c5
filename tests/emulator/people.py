"""People: those who write to the bot on the emulated Telegram, and what they read."""

import asyncio
from typing import TYPE_CHECKING, Any

from tests.patience import PATIENCE

if TYPE_CHECKING:
    from tests.emulator.ledger import Sent
    from tests.emulator.server import Emulator

DATE = 1_764_000_000


class Person:
    """One person's phone."""

    def __init__(self, telegram: "Emulator", chat: int, name: str) -> None:
        self.telegram = telegram
        self.chat = chat
        self.name = name
        self.read = 0

    @property
    def sender(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": self.name, "language_code": "id"}

    @property
    def inbox(self) -> "list[Sent]":
        """What the bot has sent to this person, oldest first."""
        return self.telegram.ledger.to(self.chat)

    def sends(self, content: dict[str, Any], kind: str = "message") -> int:
        """Send a message with this content; the update's number."""
        message = {
            "message_id": next(self.telegram.message_ids),
            "date": DATE,
            "chat": {"id": self.chat, "type": "private", "first_name": self.name},
            "from": self.sender,
        }
        return self.telegram.deliver(kind, message | content, self.chat)

    def writes(self, text: str) -> int:
        return self.sends({"text": text})

    def edits(self, message_id: int, text: str) -> int:
        return self.sends({"message_id": message_id, "edit_date": DATE, "text": text}, "edited_message")

    def presses(self, label: str) -> int:
        """Press the newest button with this label."""
        sent, data = next((s, d) for s in reversed(self.inbox) if (d := s.data_of(label)) is not None)
        query = {
            "id": f"q{next(self.telegram.message_ids)}",
            "from": self.sender,
            "chat_instance": "1",
            "data": data,
            "message": {"message_id": sent.message_id, "date": DATE, "chat": {"id": self.chat, "type": "private"}},
        }
        return self.telegram.deliver("callback_query", query, self.chat)

    def sends_file(self, kind: str, content: bytes, *, caption: str | None = None, **more: Any) -> int:
        file_id = f"{kind}-{next(self.telegram.message_ids)}"
        self.telegram.files[file_id] = content
        file = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content), "width": 9, "height": 9, "duration": 1}
        body: dict[str, Any] = {kind: [file] if kind == "photo" else file | more}
        return self.sends(body | ({"caption": caption} if caption else {}))

    def sends_album(self, contents: list[bytes]) -> list[int]:
        numbers = []
        for content in contents:
            file_id = f"album-{next(self.telegram.message_ids)}"
            self.telegram.files[file_id] = content
            photo = [{"file_id": file_id, "file_unique_id": file_id, "width": 9, "height": 9}]
            numbers.append(self.sends({"photo": photo, "media_group_id": "album-1"}))
        return numbers

    def shares_location(self, latitude: float, longitude: float) -> int:
        return self.sends({"location": {"latitude": latitude, "longitude": longitude}})

    def blocks(self) -> int:
        self.telegram.blocked.add(self.chat)
        return self.membership("kicked")

    def unblocks(self) -> int:
        self.telegram.blocked.discard(self.chat)
        return self.membership("member")

    def membership(self, status: str) -> int:
        change = {
            "chat": {"id": self.chat, "type": "private"},
            "from": self.sender,
            "date": DATE,
            "new_chat_member": {"status": status, "user": {"id": 123456, "is_bot": True, "first_name": "Suluh"}},
        }
        return self.telegram.deliver("my_chat_member", change, self.chat)

    async def hears(self, part: str, patience: float = PATIENCE) -> "Sent":
        """The next message that holds these words; fails with what was heard instead."""
        async with asyncio.timeout(patience):
            while True:
                for index, sent in enumerate(self.inbox[self.read :], self.read):
                    if part in sent.text:
                        self.read = index + 1
                        return sent
                self.telegram.heard.clear()
                await self.telegram.heard.wait()
