"""Push: the browsers of a member that are called even when the console is closed. Their addresses are sealed."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import delete, insert, select

from storage.staff_tables import push_subscriptions, staff
from storage.transaction import Transaction

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group behind P-256 (SEC 2)."""


@dataclass(frozen=True)
class Subscription:
    """One browser: its address at its maker's push service."""

    id: str
    endpoint: str


def signing_key(tx: Transaction) -> ec.EllipticCurvePrivateKey:
    """The key with which we sign every wake: made from the key file, the same in every process, and kept nowhere."""
    number = int.from_bytes(tx.keys.index("push", "signing"), "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())


def public_key(tx: Transaction) -> str:
    """The key that browsers bind a subscription to, as they take it."""
    point = signing_key(tx).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def add(tx: Transaction, staff_id: str, endpoint: str, *, id: str, at: datetime) -> None:
    """Call this browser too. The same address again is the same browser, and may have changed hands."""
    key = tx.keys.index("push.endpoint", endpoint)
    tx.connection.execute(delete(push_subscriptions).where(push_subscriptions.c.endpoint_key == key))
    sealed = tx.seal_text(None, "push_subscriptions", "endpoint", id, endpoint)
    values = {"id": id, "staff_id": staff_id, "endpoint_key": key, "endpoint_sealed": sealed, "at": at}
    tx.connection.execute(insert(push_subscriptions).values(**values))


def of_member(tx: Transaction, staff_id: str) -> list[Subscription]:
    """The browsers of an active member."""
    rows = tx.connection.execute(
        select(push_subscriptions)
        .join_from(push_subscriptions, staff)
        .where(push_subscriptions.c.staff_id == staff_id, staff.c.active.is_(True))
        .order_by(push_subscriptions.c.at, push_subscriptions.c.id)
    )
    return [
        Subscription(row.id, tx.open_text(None, "push_subscriptions", "endpoint", row.id, row.endpoint_sealed)) for row in rows
    ]


def remove(tx: Transaction, subscription_id: str) -> None:
    tx.connection.execute(delete(push_subscriptions).where(push_subscriptions.c.id == subscription_id))


def remove_all(tx: Transaction, staff_id: str) -> None:
    tx.connection.execute(delete(push_subscriptions).where(push_subscriptions.c.staff_id == staff_id))
