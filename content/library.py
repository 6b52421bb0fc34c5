"""The library: everything that is taught, one small file each, read and checked at start."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.directory import load_directory
from content.enclosures import pictures, voices
from content.reading import HERE, BadContent, line_of, place_of, read_folder
from helpline.checklists import Assessment, Checklist
from helpline.destinations import Destination, Rights
from helpline.directory import Entry
from helpline.lessons import Lesson
from helpline.phrases import Phrasebook

EVERYWHERE = "ALL"
"""The code of what holds in every country, and for a country that has no file of its own."""


@dataclass(frozen=True)
class Library:
    """What is taught, by id, code or language."""

    destinations: Mapping[str, Destination]
    rights: Mapping[str, Rights]
    lessons: Mapping[str, Lesson]
    phrasebooks: Mapping[str, Phrasebook]
    checklists: Mapping[str, Checklist]
    assessments: Mapping[str, Assessment]

    def destination(self, country: str | None) -> Destination:
        """A country's own file; the general one where there is none."""
        return self.destinations.get(country or EVERYWHERE) or self.destinations[EVERYWHERE]

    def covers(self, country: str | None) -> bool:
        return country in self.destinations and country != EVERYWHERE


@cache
def load_library(folder: Path = HERE) -> Library:
    """Read every file that teaches. Raises BadContent."""
    made = Library(
        destinations=read_folder(folder / "destinations", Destination, "code"),
        rights=read_folder(folder / "rights", Rights, "code"),
        lessons=read_folder(folder / "lessons", Lesson, "id"),
        phrasebooks=read_folder(folder / "phrases", Phrasebook, "language"),
        checklists=read_folder(folder / "checklists", Checklist, "id"),
        assessments=read_folder(folder / "assessments", Assessment, "id"),
    )
    for fault in dangling(made, load_directory(), folder):
        raise BadContent(fault)
    return made


def dangling(library: Library, directory: Iterable[Entry], folder: Path) -> Iterator[str]:
    """What a file names that stands nowhere: a contact, a language, a general file."""
    known = {entry.id for entry in directory}
    for code, destination in library.destinations.items():
        path = folder / "destinations" / f"{code}.yaml"
        for field, missing in (
            ("contacts", set(destination.contacts) - known),
            ("languages", set(destination.languages) - set(library.phrasebooks)),
        ):
            if missing:
                names = ", ".join(sorted(missing))
                yield f"content/{place_of(path)}, line {line_of(path, (field,))}: {field}: {names} stands nowhere."
    for id, lesson in library.lessons.items():
        path = folder / "lessons" / f"{id}.yaml"
        for field, name, there in (("picture", lesson.picture, pictures()), ("voice", lesson.voice, voices())):
            if name is not None and name not in there:
                yield f"content/{place_of(path)}, line {line_of(path, (field,))}: {field}: {name} stands nowhere."
    for kind, files in (("destinations", library.destinations), ("rights", library.rights)):
        if EVERYWHERE not in files:
            yield f"content/{kind}/{EVERYWHERE}.yaml is missing."
