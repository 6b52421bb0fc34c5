"""Migrating from the command line."""

import typer

from storage.migrate import migrate
from suluh.settings import Settings


async def migrate_with_progress(settings: Settings) -> None:
    """Migrate, saying so. Raises KeyMissing, WrongKey, StoreAway."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    typer.echo("Bringing the database up to date …")
    await migrate(settings.database, settings.key_file)
