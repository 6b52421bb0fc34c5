"""Sealing: content and identity are ciphertext at rest, under keys that live outside the database.

A key file (mode 0600) holds the ring's keys. Each contact has a key of its own, stored wrapped by the ring's key, so that
erasing one contact is destroying one key. AES-256-GCM; the associated data names table, column and row, so that a sealed
value moved elsewhere does not open. Layout: format 1 byte · key number 1 byte · nonce 12 bytes · ciphertext and tag.
"""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline.errors import HelplineError

FORMAT = b"\x01"
HEADER, NONCE = 2, 12
STEP = 256
"""Text is padded to steps of this many bytes, so that a length tells little."""


class KeyMissing(HelplineError):
    """The key file is missing; restore it from its backup, for without it nothing stored can be read."""


class KeyUnreadable(HelplineError):
    """The key file cannot be read as a Suluh key file."""


class KeyNotMade(HelplineError):
    """The key file cannot be made where it is to be; its folder must be one that can be written to."""


class WrongKey(HelplineError):
    """The key file does not belong to this database."""


class CannotOpen(HelplineError):
    """A sealed value does not open: it was changed, moved, or sealed under another key."""


@dataclass(frozen=True)
class Keyring:
    """The keys of the key file: numbered sealing keys (one of them seals, all open) and one key for keyed hashes.

    `chosen`: which one seals while a new key is already known but not used yet; else the highest does.
    """

    sealing: dict[int, bytes]
    indexing: bytes
    chosen: int | None = None

    @property
    def active(self) -> int:
        """The number of the key that seals."""
        return self.chosen if self.chosen is not None else max(self.sealing)

    @classmethod
    def load(cls, path: Path, *, create: bool) -> "Keyring":
        """Read the key file; with `create`, make one (mode 0600) where there is none. Raises KeyMissing, KeyUnreadable."""
        if not path.exists():
            if not create:
                raise KeyMissing
            try:
                cls.make(path)
            except OSError as error:
                raise KeyNotMade from error
        try:
            data = json.loads(path.read_text())
            ring = cls(
                {int(n): b64decode(key) for n, key in data["sealing"].items()}, b64decode(data["indexing"]), data.get("active")
            )
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise KeyUnreadable from error
        if not ring.sealing or any(len(key) != 32 for key in (*ring.sealing.values(), ring.indexing)):
            raise KeyUnreadable
        if ring.chosen is not None and ring.chosen not in ring.sealing:
            raise KeyUnreadable
        return ring

    @staticmethod
    def make(path: Path) -> None:
        """Write a new key file, mode 0600 from its first byte, never over an existing one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        Keyring({1: secrets.token_bytes(32)}, secrets.token_bytes(32)).write(path)

    def write(self, path: Path) -> None:
        """Write to a file that must not be there yet, whole and on the disk when this returns."""
        body: dict[str, object] = {
            "sealing": {str(number): b64encode(key).decode() for number, key in self.sealing.items()},
            "indexing": b64encode(self.indexing).decode(),
        }
        if self.chosen is not None:
            body["active"] = self.chosen
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(json.dumps(body))
            file.flush()
            os.fsync(file.fileno())

    def replace(self, path: Path) -> None:
        """Put this ring in the place of the file: either the old one stands there or the new one, never half of it."""
        beside = path.with_name(f"{path.name}.new")
        beside.unlink(missing_ok=True)
        self.write(beside)
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def index(self, purpose: str, value: str) -> bytes:
        """The keyed hash by which a sealed value is looked up; `purpose` keeps columns apart."""
        return hmac.new(self.indexing, f"{purpose}\x00{value}".encode(), hashlib.sha256).digest()

    def seal(self, plain: bytes, place: bytes) -> bytes:
        """Seal with the ring's active key."""
        number = self.active
        return encrypt(self.sealing[number], number, plain, place)

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Open what any of the ring's keys sealed; raises CannotOpen."""
        key = self.sealing.get(sealed[1]) if len(sealed) > HEADER else None
        if key is None:
            raise CannotOpen
        return decrypt(key, sealed, place)


def place(table: str, column: str, row: str) -> bytes:
    """Where a value belongs: the associated data of its seal."""
    return f"{table}|{column}|{row}".encode()


def encrypt(key: bytes, number: int, plain: bytes, where: bytes) -> bytes:
    header = FORMAT + bytes([number])
    nonce = os.urandom(NONCE)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, header + where)


def decrypt(key: bytes, sealed: bytes, where: bytes) -> bytes:
    header, nonce, body = sealed[:HEADER], sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :]
    try:
        if header[:1] != FORMAT:
            raise CannotOpen
        return AESGCM(key).decrypt(nonce, body, header + where)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def pad(plain: bytes) -> bytes:
    """Length in four bytes, the text, zeros up to the next step."""
    body = len(plain).to_bytes(4, "big") + plain
    return body + bytes(-len(body) % STEP)


def unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:4], "big")
    return padded[4 : 4 + length]
