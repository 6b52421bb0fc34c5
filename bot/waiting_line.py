"""The waiting line: updates that wait for their transaction. Danger first, then each chat in turn; a chat keeps its order."""

import asyncio
import re
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from time import monotonic

from helpline.updates import Update

PER_CHAT, WHILE = 100, 10.0
"""Updates of one chat that may wait, and within so many seconds be taken while others of it wait: a noisy one is asked to
come again before it fills the line, and the machine. Nobody types as fast; who forwards more is heard a little later."""
SHARE = 2
"""Updates of one chat in one transaction, so that nobody waits long for one who writes a thousand a second."""
CROWD = 32
"""With fewer than these waiting, everything goes at once, and nobody looks for who goes first."""
CHAT = re.compile(rb'"chat":\s*\{\s*"id":\s*(-?\d+)|"address":\s*"([^"]{1,200})"')

Waiting = tuple[Update, "asyncio.Future[None]"]


def chat_of(update: Update) -> Hashable:
    """Whose update it is, without reading it as JSON; an update that names no chat is a chat of its own."""
    found = CHAT.search(update.raw)
    return (update.channel, update.bot, found[1] or found[2]) if found else update


class WaitingLine:
    """Holds up to `most` updates, and up to twice as many of those that are urgent."""

    def __init__(self, most: int, is_urgent: Callable[[Update], bool]) -> None:
        self.most = most
        self.is_urgent = is_urgent
        self.chats: OrderedDict[Hashable, deque[Waiting]] = OrderedDict()
        self.urgent: OrderedDict[Hashable, int] = OrderedDict()
        self.held = set[Hashable]()
        """Chats of which something is being worked on: what they wrote since waits for that, whoever takes next."""
        self.lately, self.since = Counter[Hashable](), monotonic()
        self.length = 0
        self.unfinished = 0
        self.filled = asyncio.Event()
        self.finished = asyncio.Event()
        self.finished.set()

    def put(self, item: Waiting, *, fetched: bool = False) -> bool:
        """False, and it is not taken: the line is full and this is not urgent, or one chat alone writes too much.

        What was `fetched` was asked for, a hundred at the most, and is never too much: what is not taken of it comes again
        before anybody else's.
        """
        chat = chat_of(item[0])
        if monotonic() - self.since >= WHILE:
            self.lately.clear()
            self.since = monotonic()
        waiting = len(self.chats.get(chat, ()))
        urgent = self.length >= CROWD and self.is_urgent(item[0])
        noisy = not fetched and max(waiting, self.lately[chat]) >= PER_CHAT
        if noisy or self.length >= (2 * self.most if urgent else self.most):
            return False
        self.chats.setdefault(chat, deque()).append(item)
        if urgent:
            self.urgent[chat] = waiting + 1
        if waiting:
            self.lately[chat] += 1
        self.length += 1
        self.unfinished += 1
        if chat not in self.held:
            self.filled.set()
        self.finished.clear()
        return True

    def take(self, most: int) -> list[Waiting]:
        """The next ones: of chats in which something urgent waits, with what they wrote before it; then of the others.

        The chats take turns; when the turn is with one that has had its share, it is with one of its kind that has had as much.
        Nothing more is taken of these chats until they are `done`.
        """
        taken, had = list[Waiting](), Counter[Hashable]()
        while len(taken) < most and (chat := self.foremost()) is not None and had[chat] < SHARE:
            taken.append(self.next(chat))
            had[chat] += 1
        self.held.update(had)
        if self.foremost() is None:
            self.filled.clear()
        return taken

    def foremost(self) -> Hashable | None:
        """The chat whose turn it is; None where nothing waits that may be taken."""
        return next((chat for chats in (self.urgent, self.chats) for chat in chats if chat not in self.held), None)

    def next(self, chat: Hashable) -> Waiting:
        line = self.chats[chat]
        item = line.popleft()
        self.length -= 1
        if chat in self.urgent:
            self.urgent[chat] -= 1
            self.urgent.move_to_end(chat)
            if self.urgent[chat] == 0:
                del self.urgent[chat]
        self.chats.move_to_end(chat)
        if not line:
            del self.chats[chat]
        return item

    def done(self, batch: Sequence[Waiting]) -> None:
        """These, which were taken together, have been dealt with."""
        self.held -= {chat_of(update) for update, _done in batch}
        if self.foremost() is not None:
            self.filled.set()
        self.unfinished -= len(batch)
        if not self.unfinished:
            self.finished.set()
