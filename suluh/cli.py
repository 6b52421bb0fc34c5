"""The command line: `suluh run` for one machine, `suluh web` and `suluh worker` for many."""

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from console.routes import access_table
from helpline.errors import HelplineError
from helpline.permissions import Role as StaffRole
from suluh import backup, checking, contents, demo, flowing, logs, reading, refusals, rotating, service
from suluh.clock import SystemClock
from suluh.invitation import first_supervisor, invite
from suluh.service import Service
from suluh.settings import Settings, load

ACCESS = """# Who may do what

Made by `suluh access`; `make test` compares this page with the console, and asks every route as every role, as nobody, and with a
forged, an expired, a too old and a switched-off session (`tests/console/test_access.py`). What is about one case further asks the
case: a counsellor reads their own, and one that a colleague or an emergency opened to them; who is excluded reads none
(`helpline/access.py`).

"""

app = typer.Typer(
    help="Suluh: a helpline for Indonesian migrant workers and their families.", no_args_is_help=True, add_completion=False
)
flows = typer.Typer(help="Look at the conversations, check them, rehearse one.", no_args_is_help=True)
app.add_typer(flows, name="flows")
audit = typer.Typer(help="The record of what the staff did and read.", no_args_is_help=True)
app.add_typer(audit, name="audit")

rotate_key = typer.Typer(help="Change the key that seals, in four steps.", no_args_is_help=True)
app.add_typer(rotate_key, name="rotate-key")

Work = Callable[[Settings], Coroutine[Any, Any, None]]
OWNER_ALONE = 0o077
"""The umask: 0600 for a file, 0700 for a folder."""


def start(work: Work) -> None:
    """Run with the settings of the environment; what is wrong is said in one sentence, and nothing else.

    Every file that is made meanwhile is its owner's alone from its first byte, whatever the shell's umask is.
    """
    before = os.umask(OWNER_ALONE)
    try:
        settings = load()
        logs.configure(settings.log_level)
        asyncio.run(work(settings))
    except BrokenPipeError:
        raise typer.Exit(1) from None  # who read our lines has gone; there is nobody to tell
    except (HelplineError, OSError) as error:
        typer.echo(refusals.sentence_of(error), err=True)
        raise typer.Exit(1) from None
    finally:
        os.umask(before)


async def hold(settings: Settings, role: service.Role, greet: bool) -> None:
    """Open, start, and stay until told to stop."""
    made = await Service.open(settings)
    try:
        await made.start(role)
        if greet:
            await say_where(made)
        # What is loaded now stays: 200,000 objects that no collection need walk again.
        gc.freeze()
        await made.run_until_stopped()
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


@app.command()
def run() -> None:
    """Serve chat, console and worker in one process, on an embedded database; asks nothing."""

    async def work(settings: Settings) -> None:
        await checking.migrate_with_progress(settings)
        await hold(settings, service.RUN, greet=True)

    start(work)


@app.command()
def web() -> None:
    """Serve pages and webhooks only. Any number may run on one PostgreSQL."""
    start(lambda settings: hold(settings, service.WEB, greet=False))


@app.command()
def worker() -> None:
    """Send, fetch files and look at the clock only; polls Telegram where PUBLIC_URL is not set."""
    start(lambda settings: hold(settings, service.WORKER, greet=False))


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables; makes the key file at the first run."""
    start(checking.migrate_with_progress)


@app.command(name="invite")
def invite_(
    role: Annotated[StaffRole, typer.Option(help="What the person will be here for.")] = StaffRole.COUNSELLOR,
) -> None:
    """Print a link that lets one person join, once, within 24 hours."""

    async def work(settings: Settings) -> None:
        made = await Service.open(settings)
        try:
            typer.echo(await invite(made.database, made.clock, settings, role))
        finally:
            await made.close()

    start(work)


@app.command(name="backup")
def backup_(into: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
    """Copy the database into a file, beside running processes; the key file is kept apart from it."""
    start(lambda settings: backup.back_up(settings, into))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `suluh backup` has made.")],
    erased: Annotated[Path | None, typer.Option(help="A later list of `suluh erased`.")] = None,
) -> None:
    """Bring a backup back where no database is; who was erased since then is erased again."""
    start(lambda settings: backup.restore(settings, source, erased))


@app.command(name="erased")
def erased_(into: Annotated[Path, typer.Argument(help="Where to write the list.")]) -> None:
    """List who was erased, as numbers of nobody; keep the list elsewhere, for a backup that comes back."""
    start(lambda settings: backup.list_erased(settings, into))


@app.command()
def check() -> None:
    """Check settings, key, database, content and flows; say what is wrong, and end with 1 if anything is."""
    start(checking.check_all)


@app.command(name="content")
def content_(
    cards: Annotated[bool, typer.Option("--cards", help="Every card that asking can find, by its id.")] = False,
    reading: Annotated[bool, typer.Option("--reading", help="How plain each lesson reads.")] = False,
) -> None:
    """Print what is taught, by country and kind, on what ground, and how plain it reads."""
    if cards:
        contents.print_cards()
    elif reading:
        contents.print_reading()
    else:
        contents.print_contents(SystemClock().now().date())


@app.command(name="demo")
def demo_() -> None:
    """Fill an empty database with made-up people and cases, to look around in the console."""
    start(demo.fill)


@rotate_key.command()
def add() -> None:
    """1: Put a new key into the key file; the old one goes on sealing."""
    start(rotating.add)


@rotate_key.command()
def use() -> None:
    """2: Let the new key seal, once every process knows it."""
    start(rotating.use)


@rotate_key.command()
def wrap() -> None:
    """3: Seal anew what the old key sealed; may be broken off and started again."""
    start(rotating.wrap)


@rotate_key.command()
def drop() -> None:
    """4: Take the old key out of the file, once nothing and nobody needs it."""
    start(rotating.drop)


@audit.command()
def verify(
    head: Annotated[str, typer.Option(help="NUMBER:HASH as printed before, to find out whether the end was cut off.")] = "",
) -> None:
    """Walk the record of what the staff did; say whether it is whole, and print its head to be kept elsewhere."""
    start(lambda settings: checking.verify_audit(settings, head))


@app.command()
def access() -> None:
    """Print every page of the console with the roles that may use it; `docs/access.md` holds it."""
    typer.echo(ACCESS + access_table(), nl=False)


@app.command()
def danger() -> None:
    """Read messages for danger: one JSON object a line in, {"id", "text"}; one a line out, id, severity S0 to S4, topics."""
    for line in reading.read_lines(sys.stdin.buffer):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


@flows.command(name="list")
def list_() -> None:
    """Name every flow."""
    flowing.list_flows()


@flows.command(name="check")
def check_flows() -> None:
    """Find faults in the flows and stale pages under docs/flows."""
    flowing.check_flows()


@flows.command()
def pages(
    folder: Annotated[Path, typer.Option(help="Where to write the pages.")] = Path("docs/flows"),
) -> None:
    """Write one page with a map for every flow."""
    flowing.write_pages(folder)


@flows.command()
def rehearse(
    name: Annotated[str, typer.Argument(help="The flow, for example report.")],
    language: Annotated[str, typer.Option(help="id or en.")] = "id",
) -> None:
    """Talk with one flow in this terminal. `[Label]` presses a button, `<photo>` sends a photo; an empty line ends."""
    flowing.rehearse(name, language)
