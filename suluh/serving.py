"""Serving: open, start, and stay until told to stop."""

import gc
import sys

import typer

from suluh import memory
from suluh.invitation import first_supervisor
from suluh.migrating import migrate_with_progress
from suluh.service import RUN, WEB, WORKER, Role, Service, told_to_stop
from suluh.settings import Settings

__all__ = ["WEB", "WORKER", "hold", "run"]


async def run(settings: Settings) -> None:
    """All of it in one process, on tables that are brought up to date first."""
    await migrate_with_progress(settings)
    await hold(settings, RUN, greet=True)


async def hold(settings: Settings, role: Role, *, greet: bool = False) -> None:
    """Open, start, and stay until told to stop."""
    made = await Service.open(settings)
    stop = told_to_stop()  # before anything answers: who sees us alive may tell us to stop
    try:
        await made.start(role)
        if greet:
            await say_where(made)
        # What is loaded now stays: 200,000 objects that no collection need walk again.
        gc.collect()
        gc.freeze()
        memory.give_back()
        await made.run_until(stop)
    finally:
        await made.close()


async def say_where(made: Service) -> None:
    """Where to open what, and how the first supervisor comes in."""
    base = made.settings.public_url or f"http://{made.settings.host}:{made.settings.port}"
    typer.echo(f"Suluh is ready.\n  Chat:     {base}/\n  Console:  {base}/console/")
    link = await first_supervisor(made.database, made.clock, made.settings)
    if link:
        typer.echo(f"  First supervisor, once, within 24 hours:\n  {link}")
    if made.telegram is None:
        typer.echo("  Telegram: set TELEGRAM_BOT_TOKEN to talk there too.")
    sys.stdout.flush()
