"""Opening: what a transaction has to know before it works on updates, asked in one statement: PostgreSQL is a round trip away."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, null, select

from storage.conversations import Address
from storage.edition_tables import editions
from storage.prepared import PreparedFor
from storage.second_desk_tables import second_desks
from storage.second_desks import address_key
from storage.transaction import Transaction


@dataclass(frozen=True)
class Opening:
    """`library`: how many times the library was changed; `desks`: the addresses that are, or were, a member's second desk."""

    library: int
    desks: frozenset[Address]


LIBRARY = select(func.coalesce(func.max(editions.c.published), 0).label("library"), null().label("desk"))
ASKED = PreparedFor(
    lambda keys: LIBRARY.union_all(select(null(), second_desks.c.address_key).where(second_desks.c.address_key.in_(keys)))
)
NOBODY = b""
"""No address has such a key."""


def opened(tx: Transaction, addresses: Collection[Address]) -> Opening:
    """What is to be known where somebody writes from these addresses."""
    keys = {address_key(tx, *address): address for address in addresses}
    rows = ASKED.rows(tx, list(keys) or [NOBODY])
    library = next(row.library for row in rows if row.library is not None)
    return Opening(library, frozenset(keys[row.desk] for row in rows if row.desk is not None))
