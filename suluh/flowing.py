"""Flows on the command line: list, check, draw, rehearse."""

from pathlib import Path

import typer

from bot.engine.book import Book
from bot.engine.check import check
from bot.engine.draw import pages
from bot.engine.heard import Facts
from bot.flows import FLOWS
from bot.house import House
from bot.rehearse import DAY, Rehearsal
from helpline.errors import HelplineError
from locales import Wording

PAGES = Path("docs/flows")


def the_book() -> Book:
    return the_house().book


def the_house() -> House:
    """The house with what is shipped. Ends with 1 where a content file is wrong."""
    try:
        return House.furnished()
    except HelplineError as error:
        typer.echo(error.sentence, err=True)
        raise typer.Exit(1) from None


def list_flows() -> None:
    for flow in FLOWS.values():
        typer.echo(f"{flow.name:16} {flow.title.msgid} ({len(flow.steps)} steps)")


def check_flows() -> None:
    """Faults of declaration, and pages that no longer show the flows as they are."""
    found = [str(fault) for fault in check(the_book())]
    if PAGES.exists():
        found += [f"{name} is not fresh: run `suluh flows pages`" for name in stale(PAGES)]
    for fault in found:
        typer.echo(fault, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(f"{len(FLOWS)} flows, no faults.")


def stale(folder: Path) -> list[str]:
    """The pages that differ from what the flows say, missing and left-over ones too."""
    wanted = drawn()
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def drawn() -> dict[str, str]:
    wording = Wording.load()
    return pages(the_book(), lambda text: wording.say("id", text.msgid))


def write_pages(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale(folder):
        (folder / name).unlink(missing_ok=True)
    for name, page in drawn().items():
        (folder / name).write_text(page, encoding="utf-8")
    typer.echo(f"{len(drawn())} pages in {folder}.")


def rehearse(name: str, language: str) -> None:
    if name not in FLOWS:
        typer.echo(f"There is no flow {name}; `suluh flows list` names them all.", err=True)
        raise typer.Exit(1)
    house = the_house()
    rehearsal = Rehearsal(house.book, house.wording, house, Facts(language, today=DAY))
    lines = rehearsal.begin(name)
    while True:
        typer.echo("\n".join(lines))
        if rehearsal.is_over:
            return
        said = typer.prompt("contact |", default="", show_default=False, prompt_suffix=" ")
        if not said:
            return
        lines = rehearsal.hear(said)
