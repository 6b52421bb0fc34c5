"""The ledger: what the emulator accepted from the bot, in order."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Sent:
    """One message that Telegram accepted. `at` is the loop's time in seconds."""

    chat: int
    message_id: int
    text: str
    buttons: tuple[tuple[dict[str, Any], ...], ...]
    at: float

    def data_of(self, label: str) -> str | None:
        """What the button with this label carries."""
        return next((b["callback_data"] for row in self.buttons for b in row if b["text"] == label), None)


@dataclass(frozen=True)
class Tried:
    """One attempt to send, whatever came of it. `fault` is what it met."""

    chat: int
    text: str
    at: float
    fault: Any = None


@dataclass
class Ledger:
    """All calls by method, all messages by chat, all attempts."""

    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tried: list[Tried] = field(default_factory=list)

    def to(self, chat: int) -> list[Sent]:
        return [sent for sent in self.sent if sent.chat == chat]

    def count(self, method: str) -> int:
        return sum(1 for name, _ in self.calls if name == method)
