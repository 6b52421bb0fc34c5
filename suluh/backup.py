"""Backup and restore. A backup holds what the database holds, sealed; key file and tombstones are kept apart from it."""

import json
import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import typer

from helpline.errors import HelplineError
from storage import forgetting
from storage.copying import copy_sqlite
from storage.database import Database
from storage.forgetting import Tombstone
from storage.migrate import migrate
from storage.sealing import Keyring
from suluh.clock import SystemClock
from suluh.settings import Settings

# ruff: noqa: ASYNC240 - a command of one person's: nobody else waits on this loop
SQLITE = "sqlite:///"


class NoBackup(HelplineError):
    """The backup could not be made or brought back; what was there before is as it was."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told

    @property
    def sentence(self) -> str:
        return self.told


async def back_up(settings: Settings, into: Path) -> None:
    """Write a backup beside running processes, and the tombstones of the erased into a file of their own."""
    if into.exists():
        raise NoBackup(f"{into} is there already, and no backup is ever written over another.")
    stones = await tombstones(settings)
    half = into.with_name(f"{into.name}.half")
    half.unlink(missing_ok=True)
    if settings.database.startswith(SQLITE):
        copy_sqlite(Path(settings.database.removeprefix(SQLITE)), half)
    else:
        run_tool("pg_dump", settings.database, "--format=custom", f"--file={half}")
    half.chmod(0o600)
    half.replace(into)
    write_tombstones(stones, into.with_name(f"{into.name}.erased"))
    typer.echo(f"Backup: {into}, sealed as the database is. Keep the key file apart from it. Erased so far: {len(stones)}.")


async def restore(settings: Settings, source: Path, erased: Path | None) -> None:
    """Bring a backup back into a database that is not there or empty; who was erased since is erased again."""
    if not source.exists():
        raise NoBackup(f"{source} is not there.")
    keys = Keyring.load(settings.key_file, create=False)
    stones = read_tombstones(source.with_name(f"{source.name}.erased")) + (read_tombstones(erased) if erased else [])
    if settings.database.startswith(SQLITE):
        await restore_sqlite(settings, source, keys)
    else:
        run_tool("pg_restore", settings.database, "--exit-on-error", "--single-transaction", "--no-owner", f"{source}")
    await migrate(settings.database, settings.key_file)
    database = await Database.open(settings.database, keys)
    try:
        again = await database.write(forgetting.replay, stones, SystemClock().now())
        await database.scrub()
    finally:
        await database.close()
    typer.echo(f"Restored from {source}. {again} contacts of it had been erased since, and are erased again.")


async def restore_sqlite(settings: Settings, source: Path, keys: Keyring) -> None:
    """The copy is looked at under this key before it takes its place, so that a wrong one changes nothing."""
    place = Path(settings.database.removeprefix(SQLITE))
    if place.exists():
        raise NoBackup(f"{place} is there already; move it away first, together with its -wal and -shm.")
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f"{place.name}.half")
    try:
        copy_sqlite(source, half)
        await migrate(f"{SQLITE}{half}", settings.key_file)
        await (await Database.open(f"{SQLITE}{half}", keys)).close()
        half.replace(place)
    finally:
        for left in (half, *(half.with_name(half.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)


def run_tool(tool: str, url: str, *words: str) -> None:
    """PostgreSQL's own tools; the password goes by the environment, where no other user reads it."""
    if shutil.which(tool) is None:
        raise NoBackup(f"{tool} is not on this machine; it comes with PostgreSQL's client programs.")
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@") if parts.password else parts.netloc).geturl()
    environment = os.environ | ({"PGPASSWORD": parts.password} if parts.password else {})
    done = subprocess.run([tool, f"--dbname={bare}", *words], env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise NoBackup(f"{tool} ended with {done.returncode}.")


async def tombstones(settings: Settings) -> list[Tombstone]:
    database = await Database.open(settings.database, Keyring.load(settings.key_file, create=False))
    try:
        return await database.read(forgetting.graves)
    finally:
        await database.close()


async def list_erased(settings: Settings, into: Path) -> None:
    """The tombstones of today alone: small enough to be kept elsewhere every hour."""
    stones = await tombstones(settings)
    write_tombstones(stones, into)
    typer.echo(f"{len(stones)} erased contacts are listed in {into}, as numbers of nobody.")


def write_tombstones(stones: list[Tombstone], into: Path) -> None:
    lines = ({"contact": s.contact_id, "key": b64encode(s.address_key).decode(), "at": s.at.isoformat()} for s in stones)
    half = into.with_name(f"{into.name}.half")
    half.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    half.chmod(0o600)
    half.replace(into)


def read_tombstones(file: Path) -> list[Tombstone]:
    """Raises NoBackup for a file that is none: nobody erased may come back because a list could not be read."""
    try:
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        return [Tombstone(s["contact"], b64decode(s["key"]), datetime.fromisoformat(s["at"])) for s in lines]
    except (OSError, ValueError, KeyError, TypeError):
        raise NoBackup(f"{file} is not a list of the erased; without it the erased would come back.") from None
