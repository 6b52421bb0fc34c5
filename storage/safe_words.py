"""Safe words: kept as a keyed hash, and looked for in what their contacts write a moment after it has been answered.

The looking is done by a worker, the same for words that mean danger and words that do not: the answer and its time tell nothing.
"""

from collections.abc import Iterator, Sequence
from hmac import compare_digest

from sqlalchemy import func, select, update

from helpline.checkins.safe_word import phrases, words_of
from helpline.messages import Author
from storage import messages as messages_store
from storage.tables import contacts, conversations, messages
from storage.transaction import Transaction


def keep(tx: Transaction, contact_id: str, word: str | None) -> None:
    """Agree on a word; None: there is none any more."""
    kept = None
    if word is not None:
        words = words_of(word)
        kept = bytes([len(words)]) + hashed(tx, contact_id, " ".join(words))
    tx.connection.execute(update(contacts).where(contacts.c.id == contact_id).values(safe_word_key=kept))


def hashed(tx: Transaction, contact_id: str, phrase: str) -> bytes:
    return tx.keys.index("contacts.safe_word", f"{contact_id}\x00{phrase}")


def is_said(tx: Transaction, contact_id: str, kept: bytes, text: str) -> bool:
    """Whether the word stands anywhere in the text."""
    found = [compare_digest(kept[1:], hashed(tx, contact_id, phrase)) for phrase in phrases(text, kept[0])]
    return any(found)


def look_through(tx: Transaction, conversation_id: str, seq: int) -> None:
    """What the contact writes from this message on is still to be looked through."""
    first = func.coalesce(conversations.c.unheard_from, seq)
    tx.connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(unheard_from=first))
    tx.hint("safe_words")


def waiting(tx: Transaction, limit: int = 100) -> Sequence[str]:
    """The conversations in which something is still to be looked through."""
    statement = select(conversations.c.id).where(conversations.c.unheard_from.is_not(None)).order_by(conversations.c.id)
    return tx.connection.execute(statement.limit(limit)).scalars().all()


def take_texts(tx: Transaction, conversation_id: str, contact_id: str) -> Iterator[str]:
    """What is to be looked through, once."""
    first = tx.connection.execute(select(conversations.c.unheard_from).where(conversations.c.id == conversation_id)).scalar_one()
    if first is None:
        return
    theirs = (messages.c.conversation_id == conversation_id) & (messages.c.seq >= first)
    rows = tx.connection.execute(
        select(messages).where(theirs, messages.c.author == Author.CONTACT).order_by(messages.c.seq)
    ).all()
    tx.connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(unheard_from=None))
    yield from (messages_store.opened(tx, contact_id, row).text for row in rows)
