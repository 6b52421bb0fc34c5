"""What we teach and where we refer: data files, each fact with its source, read and checked at start."""

from dataclasses import dataclass

from content.countries import Country, load_countries
from content.danger import load_reader
from content.directory import load_directory
from content.reading import BadContent
from helpline.danger import Reader
from helpline.directory import Entry

__all__ = ["BadContent", "Content", "load"]


@dataclass(frozen=True)
class Content:
    """All content files, read."""

    directory: tuple[Entry, ...]
    countries: tuple[Country, ...]
    danger: Reader


def load() -> Content:
    """Read every content file. Raises BadContent with one sentence."""
    return Content(load_directory(), load_countries(), load_reader())
