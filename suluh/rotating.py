"""Rotating the key: a new one is made known, then used, then wraps what the old one sealed, then the old one goes."""

import secrets
from dataclasses import replace

import typer

from helpline.errors import HelplineError
from storage import processes, wrapping
from storage.database import Database
from storage.processes import Process
from storage.sealing import Keyring
from suluh.settings import Settings

HIGHEST = 255


class NotYet(HelplineError):
    """Not everything is ready for this step; nothing was changed."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told

    @property
    def sentence(self) -> str:
        return self.told


async def living(settings: Settings, ring: Keyring) -> list[Process]:
    database = await Database.open(settings.database, ring)
    try:
        return await database.read(processes.living)
    finally:
        await database.close()


async def add(settings: Settings) -> None:
    """Put a new key into the file; the old one goes on sealing. Raises NotYet while an earlier rotation is not done."""
    ring = Keyring.load(settings.key_file, create=False)
    await living(settings, ring)  # asks whether the file belongs to this database
    if len(ring.sealing) > 1:
        raise NotYet("An earlier rotation is not ended: use, wrap and drop come first.")
    number = max(ring.sealing) % HIGHEST + 1
    replace(ring, sealing=ring.sealing | {number: secrets.token_bytes(32)}, chosen=ring.active).replace(settings.key_file)
    typer.echo(
        f"Key {number} is in {settings.key_file}. Back it up, give it to every machine, start every process anew; then: use."
    )


async def use(settings: Settings) -> None:
    """Let the newest key seal from now on. Raises NotYet while a living process does not know it."""
    ring = Keyring.load(settings.key_file, create=False)
    number = newest(ring)
    unknowing = [process for process in await living(settings, ring) if process.newest_key != number]
    if unknowing:
        raise NotYet(f"{len(unknowing)} living processes do not know key {number} yet; start them anew with the new file.")
    replace(ring, chosen=number).replace(settings.key_file)
    typer.echo(f"Key {number} seals from now on. Give the file to every machine and start every process anew; then: wrap.")


async def wrap(settings: Settings) -> None:
    """Seal everything anew that the old key sealed. May be broken off at any moment and started again."""
    ring = Keyring.load(settings.key_file, create=False)
    unknowing = [process for process in await living(settings, ring) if process.newest_key < ring.active]
    if unknowing:
        raise NotYet(f"{len(unknowing)} living processes cannot open what key {ring.active} seals; start them anew first.")
    database = await Database.open(settings.database, ring)
    try:
        count = await wrap_all(database)
    finally:
        await database.close()
    typer.echo(f"{count} values are wrapped by key {ring.active}.")


async def wrap_all(database: Database) -> int:
    """Each step is a transaction of its own, so other work goes on between."""
    count = 0
    for column in wrapping.columns():
        after: str | None = ""
        while after is not None:
            done, after = await database.write(wrapping.wrap_step, column, after)
            count += done
    return count


async def drop(settings: Settings) -> None:
    """Take the old keys out of the file. Raises NotYet while anything needs them, or a living process seals with one."""
    ring = Keyring.load(settings.key_file, create=False)
    old = set(ring.sealing) - {ring.active}
    if not old:
        raise NotYet("There is only one key; nothing is to be dropped.")
    sealing = [process for process in await living(settings, ring) if process.key_number in old]
    if sealing:
        raise NotYet(f"{len(sealing)} living processes still seal with an old key; start them anew with the new file first.")
    database = await Database.open(settings.database, ring)
    try:
        needed = sum([await database.read(wrapping.still_sealed, number) for number in old])
    finally:
        await database.close()
    if needed:
        raise NotYet(f"{needed} values still need an old key; wrap them first.")
    kept = {ring.active: ring.sealing[ring.active]}
    replace(ring, sealing=kept, chosen=None).replace(settings.key_file)
    typer.echo(
        "The old key is out of the file. Keep it with the backups that were made under it, and destroy it with the last of them."
    )


def newest(ring: Keyring) -> int:
    """The key that is known and does not seal yet. Raises NotYet."""
    waiting = set(ring.sealing) - {ring.active}
    if not waiting:
        raise NotYet("There is no new key; add one first.")
    return max(waiting)
