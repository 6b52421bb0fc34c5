"""Opening: what a transaction has to know before it works on updates, asked in one statement: PostgreSQL is a round trip away."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, null, select

from storage.edition_tables import editions
from storage.prepared import PreparedFor
from storage.second_desk_tables import second_desks
from storage.second_desks import address_key
from storage.transaction import Transaction

Account = tuple[str, str, str]
"""Channel, bot, and the address of whoever wrote."""


@dataclass(frozen=True)
class Opening:
    """`library`: how many times the library was changed; `desks`: the accounts that are, or were, a member's second desk."""

    library: int
    desks: frozenset[Account]


LIBRARY = select(func.coalesce(func.max(editions.c.published), 0).label("library"), null().label("desk"))
ASKED = PreparedFor(
    lambda keys: LIBRARY.union_all(select(null(), second_desks.c.address_key).where(second_desks.c.address_key.in_(keys)))
)
NOBODY = b""
"""No account has such a key."""


def opened(tx: Transaction, accounts: Collection[Account]) -> Opening:
    """What is to be known where these accounts write."""
    keys = {address_key(tx, *account): account for account in accounts}
    rows = ASKED.rows(tx, list(keys) or [NOBODY])
    library = next(row.library for row in rows if row.library is not None)
    return Opening(library, frozenset(keys[row.desk] for row in rows if row.desk is not None))
