"""Contents on the command line: what is taught, on what ground, and what somebody has to look at again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import typer

import content
from content import BadContent, Content, subjects
from content.library import Library
from content.upkeep import Standing, all_taught, by_kind, standing, to_review, undated
from helpline.directory import may_be_shown
from helpline.readability import Reading, measure
from suluh.clock import SystemClock

MOST_NAMED = 10


def print_contents() -> None:
    """The table of countries and kinds, and the shares that matter. Ends with 1 where a file is wrong."""
    today = SystemClock().now().date()
    print_of(lambda loaded: told(loaded, today))


def print_cards() -> None:
    """Every card that asking can find, one a line: id, kind, country or language, title, what belongs there."""
    print_of(lambda loaded: listed(loaded.library))


def print_reading() -> None:
    """How plain each lesson reads, the longest sentence first."""
    print_of(lambda loaded: read_levels(loaded.library))


def print_of(lines: Callable[[Content], Iterable[str]]) -> None:
    try:
        found = list(lines(content.load()))
    except BadContent as error:
        typer.echo(error.sentence, err=True)
        raise typer.Exit(1) from None
    typer.echo("\n".join(found))


def listed(library: Library) -> Iterator[str]:
    for card in subjects.cards(subjects.load_subjects(library), library):
        yield "\t".join((card.id, card.kind, card.place, card.title, card.subject.about))


def read_levels(library: Library) -> Iterator[str]:
    yield "| lesson | words a sentence | longest | letters a word |"
    yield "|---|---|---|---|"
    for id, reading in sorted(levels(library).items(), key=lambda row: -row[1].longest):
        yield f"| {id} | {reading.mean:.1f} | {reading.longest} | {reading.letters:.1f} |"
    yield ""
    yield hardest(library)


def levels(library: Library) -> dict[str, Reading]:
    lessons = library.lessons.values()
    return {lesson.id: measure("\n".join((lesson.text, lesson.question, lesson.explanation))) for lesson in lessons}


def told(loaded: Content, today: date) -> Iterator[str]:
    counted = by_kind(loaded.library, today)
    kinds = list(dict.fromkeys(kind for row in counted.values() for kind in row))
    yield "| | " + " | ".join(kinds) + " |"
    yield "|---" * (len(kinds) + 1) + "|"
    for country, row in counted.items():
        yield f"| {country} | " + " | ".join(cell(row[kind]) if kind in row else "" for kind in kinds) + " |"
    yield ""
    yield "In each cell: statements · looked up in a source · within their review. The rest is advice, lists and phrases."
    stands = standing(all_taught(loaded.library), today)
    fresh = f"{stands.fresh} ({share(stands.fresh, stands.all)})"
    yield f"{stands.all} statements, each with its ground; within their review: {fresh}."
    looked_up = f"{stands.looked_up} ({share(stands.looked_up, stands.all)})"
    yield f"Looked up in a source: {looked_up}, of them dated: {stands.dated} ({share(stands.dated, stands.looked_up)})."
    shown = Counter(entry.confidence for entry in loaded.directory if may_be_shown(entry))
    of_all = shown.total()
    told_of = (f"{count} {confidence} ({share(count, of_all)})" for confidence, count in shown.most_common())
    yield f"Contacts shown: {of_all} of {len(loaded.directory)}: {', '.join(told_of)}."
    yield hardest(loaded.library)


def cell(stands: Standing) -> str:
    return f"{stands.all} · {share(stands.looked_up, stands.all)} · {share(stands.fresh, stands.all)}"


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def hardest(library: Library) -> str:
    """The reading level over all lessons: the longest sentence, and the means of sentences and words."""
    read = list(levels(library).values())
    longest, count = max(reading.longest for reading in read), len(read)
    mean, letters = sum(reading.mean for reading in read) / count, sum(reading.letters for reading in read) / count
    return f"{count} lessons: {mean:.1f} words a sentence (longest {longest}), {letters:.1f} letters a word."


def warnings(library: Library, today: date) -> Iterator[str]:
    """What `suluh check` warns of; none of it stops the service."""
    due = to_review(library, today)
    for statement in due[:MOST_NAMED]:
        yield f"Warning: content/{statement.place} was to be reviewed by {statement.review}: {statement.text[:60]}"
    if len(due) > MOST_NAMED:
        yield f"Warning: {len(due) - MOST_NAMED} more statements are to be reviewed."
    without = undated(library)
    if without:
        yield f"Warning: {len(without)} statements rest on a source without a date; they hold no figures."
