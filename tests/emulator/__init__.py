"""An emulator of Telegram's Bot API over real HTTP, for the real python-telegram-bot. It keeps a ledger of all that was sent."""

from tests.emulator.people import Person
from tests.emulator.server import Emulator, Fault

__all__ = ["Emulator", "Fault", "Person"]
