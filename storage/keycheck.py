"""The key check: a sealed constant in the database tells whether the key file belongs to it."""

from sqlalchemy import inspect, select

from helpline.errors import HelplineError
from storage.schema import OLDEST_CODE, known, newest, present
from storage.sealing import CannotOpen, WrongKey
from storage.tables import meta
from storage.transaction import Transaction

CONSTANT = b"suluh"
KEY = "key_check"
OLDEST = "oldest_code"


class OldSchema(HelplineError):
    """The database's tables are not those of this version; run `suluh migrate` first."""


class NewerSchema(HelplineError):
    """The database's tables belong to a newer version that this one cannot work on; install that version here too."""


def has_key(tx: Transaction) -> bool:
    """Whether the database has been given a key already, so that a new key file would be the wrong one."""
    if not inspect(tx.connection).has_table("meta"):
        return False
    return tx.row(select(meta.c.value).where(meta.c.key == KEY)) is not None


def write_key_check(tx: Transaction) -> None:
    """Tie a new database to its key; an old one is checked instead."""
    if has_key(tx):
        check_constant(tx)
    else:
        sealed = tx.seal(None, "meta", "value", KEY, CONSTANT)
        tx.connection.execute(meta.insert().values(key=KEY, value=sealed))


def check_constant(tx: Transaction) -> None:
    sealed = tx.connection.execute(select(meta.c.value).where(meta.c.key == KEY)).scalar_one()
    try:
        tx.open(None, "meta", "value", KEY, sealed)
    except CannotOpen as error:
        raise WrongKey from error


def check_key(tx: Transaction) -> None:
    """Refuse a database that is not migrated (OldSchema), too new (NewerSchema), or another key's (WrongKey).

    Tables that are newer only by additions are good: while a new version comes in, the old one goes on beside it.
    """
    at = present(tx.connection)
    if at is None or not has_key(tx) or (at in known() and at != newest()):
        raise OldSchema
    check_bearable(tx)
    check_constant(tx)


def check_bearable(tx: Transaction) -> bool:
    """Whether the tables are newer than this code, and bear it all the same. Raises NewerSchema where they do not."""
    at = present(tx.connection)
    if at is None or at in known():
        return False
    row = tx.row(select(meta.c.value).where(meta.c.key == OLDEST))
    if row is None or newest() < row.value.decode():
        raise NewerSchema
    return True


def write_oldest(tx: Transaction) -> None:
    """Say in the database which code its tables still bear."""
    values = {"key": OLDEST, "value": OLDEST_CODE.encode()}
    tx.connection.execute(tx.insert(meta).values(values).on_conflict_do_update(index_elements=["key"], set_=values))
