"""The dump test: who steals the database reads no word, no name, no number and no Telegram id."""

from pathlib import Path

from sqlalchemy import LargeBinary, select

from storage.database import Database
from storage.tables import metadata
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.house import Helpline
from tests.letterbox import Letterbox
from tests.turns.conftest import NotingWire

CANARIES = ("KANARI-NAMA", "KANARI-PESAN", "KANARI-KETERANGAN", "KANARI-BERKAS", "KANARI-ISI", "770017700177")


def everything(tx: Transaction) -> bytes:
    """Every value of every column of every table, as bytes."""
    found = []
    for table in metadata.sorted_tables:
        for row in tx.connection.execute(select(table)):
            found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\n".join(found)


async def test_a_dump_shows_nothing_of_a_person(database: Database, clock: FrozenClock, tmp_path: Path) -> None:
    wire = NotingWire()
    helpline = Helpline.of(database, clock, wire)
    box = Letterbox(helpline)
    box.files = wire.files
    siti = box.person(770017700177, "KANARI-NAMA")
    await box.says(siti, "petugas", "KANARI-PESAN")
    siti.sends_file("document", b"KANARI-ISI", caption="KANARI-KETERANGAN", file_name="KANARI-BERKAS.pdf")
    await box.drain()
    await helpline.fetcher.fetch_once()
    await helpline.close()
    dump = await database.read(everything)
    assert dump
    assert [canary for canary in CANARIES if canary.encode() in dump] == []
    if database.dialect == "sqlite":
        folder = Path(database.url.removeprefix("sqlite:///")).parent
        raw = b"".join(path.read_bytes() for path in folder.glob("suluh.db*"))
        assert [canary for canary in CANARIES if canary.encode() in raw] == []


def test_every_column_of_bytes_says_that_it_is_sealed_or_why_not() -> None:
    plain = {
        "address_key",
        "challenge",
        "code_hash",
        "code_key",
        "credential_id",
        "endpoint_key",
        "login_key",
        "name_key",
        "safe_word_key",
        "origin_key",
        "public_key",
        "token_hash",
        "value",
        "words_key",
        "wrapped",
    }
    columns = {c.name for table in metadata.sorted_tables for c in table.columns if isinstance(c.type, LargeBinary)}
    assert {name for name in columns if not name.endswith("_sealed")} == plain
