"""Checking: whether everything is as it must be before anybody writes, and bringing the database up to date."""

import typer

import content
from bot.engine.book import Book
from bot.engine.check import check
from bot.flows import DECISIONS, FLOWS
from helpline.directory import may_be_shown
from locales import Wording
from storage.database import Database
from storage.migrate import migrate
from storage.sealing import Keyring
from suluh.settings import Settings


async def migrate_with_progress(settings: Settings) -> None:
    """Migrate, saying so. Raises KeyMissing, WrongKey, StoreAway."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    typer.echo("Bringing the database up to date …")
    await migrate(settings.database, settings.key_file)


async def check_all(settings: Settings) -> None:
    """Every check that needs no visitor; prints what was found. Ends with 1 on a fault."""
    typer.echo("Settings: good.")
    database = await Database.open(settings.database, Keyring.load(settings.key_file, create=False))
    await database.close()
    typer.echo(f"Database and key: good ({database.dialect}).")
    loaded = content.load()
    shown = [entry for entry in loaded.directory if may_be_shown(entry)]
    typer.echo(f"Content: {len(loaded.directory)} directory entries, {len(shown)} of them shown to contacts.")
    undated = sum(1 for entry in shown if entry.checked is None)
    typer.echo(f"Warning: {undated} of the shown entries have a source without a date; call them before you rely on them.")
    faults = check(Book(FLOWS, DECISIONS, Wording.load().sentence))
    for fault in faults:
        typer.echo(str(fault))
    typer.echo(f"Flows: {len(FLOWS)}, faults: {len(faults)}.")
    if faults:
        raise typer.Exit(1)
