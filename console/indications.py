"""Indications: what the contact's messages tell together of forced labour, with the words and the message that showed it."""

import asyncio
from dataclasses import dataclass

from content.danger import load_reader
from helpline.indicators import Gathered, Indicator, Pattern, Sign, gather
from helpline.messages import Author
from storage import conversations, messages
from storage.transaction import Transaction

READ_BACK = 400
"""How many of the latest messages are read together."""
SHOWN = 5
LONGEST = 80


@dataclass(frozen=True)
class Quote:
    """Words that said so, and the number of their message in the conversation."""

    seq: int
    words: str


@dataclass(frozen=True)
class Indications:
    """Each indicator with its quotes, and what they make together."""

    indicators: dict[Indicator, list[Quote]]
    patterns: list[Pattern]


def read_words(tx: Transaction, conversation_id: str) -> list[tuple[int, str]]:
    """What the contact wrote lately, with its numbers."""
    contact_id = conversations.get(tx, conversation_id).contact.id
    found = messages.latest(tx, conversation_id, contact_id, READ_BACK)
    return [(m.seq, m.text) for m in found if m.author is Author.CONTACT and m.text]


async def told_together(words: list[tuple[int, str]]) -> Indications:
    """Read beside the loop: hundreds of messages take a while, and nobody's chat waits for it."""
    return quoted(await asyncio.to_thread(gather, [text for _seq, text in words], load_reader()), words)


def quoted(gathered: Gathered, words: list[tuple[int, str]]) -> Indications:
    def quotes(signs: tuple[Sign, ...]) -> list[Quote]:
        return [Quote(words[sign.message][0], sign.evidence.words[:LONGEST]) for sign in signs[:SHOWN]]

    return Indications({name: quotes(signs) for name, signs in gathered.indicators.items()}, list(gathered.patterns))
