"""What we teach and where we refer: data files, each fact with its source, read and checked at start."""

from dataclasses import dataclass

from content.checkins import load_rhythms
from content.countries import Country, load_countries
from content.danger import load_reader
from content.directory import load_directory
from content.finder import Finder, load_finder
from content.library import Library, load_library
from content.reading import BadContent
from content.recovery import RecoveryDay, load_recovery
from content.subjects import Subject, load_subjects
from helpline.checkins.plan import PlanKind, Rhythm
from helpline.danger import Reader
from helpline.directory import Entry

__all__ = ["BadContent", "Content", "load"]


@dataclass(frozen=True)
class Content:
    """All content files, read."""

    directory: tuple[Entry, ...]
    countries: tuple[Country, ...]
    danger: Reader
    library: Library
    rhythms: dict[PlanKind, Rhythm]
    recovery: tuple[RecoveryDay, ...]
    subjects: dict[str, Subject]
    finder: Finder


def load() -> Content:
    """Read every content file. Raises BadContent with one sentence."""
    library = load_library()
    return Content(
        directory=load_directory(),
        countries=load_countries(),
        danger=load_reader(),
        library=library,
        rhythms=load_rhythms(),
        recovery=load_recovery(),
        subjects=load_subjects(library),
        finder=load_finder(),
    )
