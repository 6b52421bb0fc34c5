"""Opening: what a transaction has to know before it works on updates, asked in one statement: PostgreSQL is a round trip away."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, literal, select

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


ALWAYS = select(literal(1).label("one")).subquery("always")
LIBRARY = select(func.coalesce(func.max(editions.c.published), 0)).scalar_subquery().label("library")
ASKED = PreparedFor(
    lambda keys: select(LIBRARY, second_desks.c.address_key).select_from(
        ALWAYS.outerjoin(second_desks, second_desks.c.address_key.in_(keys))
    )
)
NOBODY = b""
"""No account has such a key."""


def opened(tx: Transaction, accounts: Collection[Account]) -> Opening:
    """What is to be known where these accounts write."""
    keys = {address_key(tx, *account): account for account in accounts}
    rows = ASKED.rows(tx, list(keys) or [NOBODY])
    return Opening(int(rows[0].library), frozenset(keys[row.address_key] for row in rows if row.address_key))
