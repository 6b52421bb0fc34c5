"""Asking in a turn: whether what somebody typed is a question, and which cards may answer it."""

from typing import Any

from bot.engine.heard import Heard, Words
from bot.engine.resume import takes
from bot.engine.session import Frame
from bot.engine.words import global_word
from bot.teaching import learner
from bot.turn import Turn
from content.asking import Certainty
from helpline.questions import usual

OPEN = frozenset(
    {
        "menu",
        "help",
        "numbers",
        "asking",
        "prepare",
        "lesson",
        "phrases",
        "destination",
        "which_destination",
        "rights",
        "checklist",
        "offer_check",
        "contract_check",
        "costs",
    }
)
"""Flows in which a question may be asked in between. In a report, a crisis or a check-in words are never taken for one."""
LEADS_THERE = frozenset({"welcome"})
"""Flows that end in the menu, by calling it; their own questions take any words."""
INVITED = Frame("welcome", "invite")
"""Where the welcome has asked all it wants to know."""
ASKS = frozenset(
    usual(
        "apa apakah bagaimana gimana gmn gimna piye kumaha berapa brp piro kenapa mengapa kapan siapa mana dimana kemana boleh "
        "bisa cara carane oleh how what where when who why can"
    )
)
FEWEST_WORDS = 3
"""Fewer words are a greeting or an answer, unless a card answers them."""


def question_in(turn: Turn, heard: Heard) -> dict[str, Any] | None:
    """What the flow is to know of a question that was typed; None where it is none, or not the moment for one."""
    if not isinstance(heard, Words) or global_word(heard.text) is not None:
        return None
    thread, book = turn.session.thread, turn.house.book
    if thread is not None and not {frame.flow for frame in thread.frames} <= OPEN | LEADS_THERE:
        return None
    if thread is not None and thread.frames[-1].flow not in OPEN and thread.frames[-1] != INVITED:
        return None
    if takes(book, turn.session, heard.text, turn.facts):
        return None
    own = learner.destination({}, turn.session.memory, turn.contact.country)
    answer = turn.house.asking.ask(heard.text, own)
    asked = {"question": heard.text, "asked_country": answer.country}
    cards = {"cards": ",".join(answer.cards)}
    if answer.certainty is Certainty.SURE:
        return asked | cards
    if thread is not None and thread.frames[-1].flow not in ("menu", "asking", "welcome"):
        return None
    if answer.certainty is Certainty.PERHAPS:
        return asked | cards | {"unsure": "yes"}
    return asked if is_question(heard.text) else None


def is_question(text: str) -> bool:
    """Whether words ask something, as far as it shows: by a question mark or a word that asks."""
    words = usual(text)
    return len(words) >= FEWEST_WORDS and ("?" in text or not ASKS.isdisjoint(words))
