"""The command line: `suluh run` for one machine, `suluh web` and `suluh worker` for many.

Each command imports what it needs when it is run: `suluh danger` shall not wait for a server's hundred megabytes.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpline.errors import HelplineError
from helpline.permissions import Role as StaffRole

if TYPE_CHECKING:
    from suluh.settings import Settings

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

Work = Callable[["Settings"], Coroutine[Any, Any, None]]
OWNER_ALONE = 0o077
"""The umask: 0600 for a file, 0700 for a folder."""


def start(work: Work) -> None:
    """Run with the settings of the environment; what is wrong is said in one sentence, and nothing else.

    Every file that is made meanwhile is its owner's alone from its first byte, whatever the shell's umask is.
    """
    from suluh import logs, refusals
    from suluh.settings import load

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


@app.command()
def run() -> None:
    """Serve chat, console and worker in one process, on an embedded database; asks nothing."""
    from suluh.serving import run

    start(run)


@app.command()
def web() -> None:
    """Serve pages and webhooks only. Any number may run on one PostgreSQL."""
    from suluh.serving import WEB, hold

    start(lambda settings: hold(settings, WEB))


@app.command()
def worker() -> None:
    """Send, fetch files and look at the clock only; polls Telegram where PUBLIC_URL is not set."""
    from suluh.serving import WORKER, hold

    start(lambda settings: hold(settings, WORKER))


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables; makes the key file at the first run."""
    from suluh.migrating import migrate_with_progress

    start(migrate_with_progress)


@app.command(name="invite")
def invite_(
    role: Annotated[StaffRole, typer.Option(help="What the person will be here for.")] = StaffRole.COUNSELLOR,
) -> None:
    """Print a link that lets one person join, once, within 24 hours."""
    from suluh.invitation import print_link

    start(lambda settings: print_link(settings, role))


@app.command(name="backup")
def backup_(into: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
    """Copy the database into a file, beside running processes; the key file is kept apart from it."""
    from suluh import backup

    start(lambda settings: backup.back_up(settings, into))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `suluh backup` has made.")],
    erased: Annotated[Path | None, typer.Option(help="A later list of `suluh erased`.")] = None,
) -> None:
    """Bring a backup back where no database is; who was erased since then is erased again."""
    from suluh import backup

    start(lambda settings: backup.restore(settings, source, erased))


@app.command(name="erased")
def erased_(into: Annotated[Path, typer.Argument(help="Where to write the list.")]) -> None:
    """List who was erased, as numbers of nobody; keep the list elsewhere, for a backup that comes back."""
    from suluh import backup

    start(lambda settings: backup.list_erased(settings, into))


@app.command()
def check() -> None:
    """Check settings, key, database, content and flows; say what is wrong, and end with 1 if anything is."""
    from suluh import checking

    start(checking.check_all)


@app.command(name="content")
def content_(
    cards: Annotated[bool, typer.Option("--cards", help="Every card that asking can find, by its id.")] = False,
    reading: Annotated[bool, typer.Option("--reading", help="How plain each lesson reads.")] = False,
) -> None:
    """Print what is taught, by country and kind, on what ground, and how plain it reads."""
    from suluh import contents

    if cards:
        contents.print_cards()
    elif reading:
        contents.print_reading()
    else:
        contents.print_contents()


@app.command(name="demo")
def demo_() -> None:
    """Fill an empty database with made-up people and cases, to look around in the console."""
    from suluh import demo

    start(demo.fill)


@rotate_key.command()
def add() -> None:
    """1: Put a new key into the key file; the old one goes on sealing."""
    from suluh import rotating

    start(rotating.add)


@rotate_key.command()
def use() -> None:
    """2: Let the new key seal, once every process knows it."""
    from suluh import rotating

    start(rotating.use)


@rotate_key.command()
def wrap() -> None:
    """3: Seal anew what the old key sealed; may be broken off and started again."""
    from suluh import rotating

    start(rotating.wrap)


@rotate_key.command()
def drop() -> None:
    """4: Take the old key out of the file, once nothing and nobody needs it."""
    from suluh import rotating

    start(rotating.drop)


@audit.command()
def verify(
    head: Annotated[str, typer.Option(help="NUMBER:HASH as printed before, to find out whether the end was cut off.")] = "",
) -> None:
    """Walk the record of what the staff did; say whether it is whole, and print its head to be kept elsewhere."""
    from suluh import checking

    start(lambda settings: checking.verify_audit(settings, head))


@app.command()
def access() -> None:
    """Print every page of the console with the roles that may use it; `docs/access.md` holds it."""
    from console.routes import access_table

    typer.echo(ACCESS + access_table(), nl=False)


@app.command()
def danger() -> None:
    """Read messages for danger: one JSON object a line in, {"id", "text"}; one a line out, id, severity S0 to S4, topics."""
    from suluh import reading

    for line in reading.read_lines(sys.stdin.buffer):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


@flows.command(name="list")
def list_() -> None:
    """Name every flow."""
    from suluh import flowing

    flowing.list_flows()


@flows.command(name="check")
def check_flows() -> None:
    """Find faults in the flows and stale pages under docs/flows."""
    from suluh import flowing

    flowing.check_flows()


@flows.command()
def pages(
    folder: Annotated[Path, typer.Option(help="Where to write the pages.")] = Path("docs/flows"),
) -> None:
    """Write one page with a map for every flow."""
    from suluh import flowing

    flowing.write_pages(folder)


@flows.command()
def rehearse(
    name: Annotated[str, typer.Argument(help="The flow, for example report.")],
    language: Annotated[str, typer.Option(help="id or en.")] = "id",
) -> None:
    """Talk with one flow in this terminal. `[Label]` presses a button, `<photo>` sends a photo; an empty line ends."""
    from suluh import flowing

    flowing.rehearse(name, language)
