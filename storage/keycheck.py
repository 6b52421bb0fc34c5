"""The key check: a sealed constant in the database tells whether the key file belongs to it."""

from sqlalchemy import inspect, select

from helpline.errors import HelplineError
from storage.schema import newest, present
from storage.sealing import CannotOpen, WrongKey
from storage.tables import meta
from storage.transaction import Transaction

CONSTANT = b"suluh"
KEY = "key_check"


class OldSchema(HelplineError):
    """The database's tables are not those of this version; run `suluh migrate` first."""


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
    """Refuse a database that is not migrated (OldSchema) or belongs to another key (WrongKey)."""
    if present(tx.connection) != newest() or not has_key(tx):
        raise OldSchema
    check_constant(tx)
