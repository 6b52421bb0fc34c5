"""Enclosures: the small drawings and recordings that go along with a lesson, by name; a new one is a new file."""

from functools import cache

from content.reading import HERE

PICTURES, VOICES = HERE / "pictures", HERE / "voices"
HEAVIEST = 100_000
"""Bytes of one file: nothing that we send by ourselves may cost a person more."""


@cache
def pictures() -> tuple[str, ...]:
    """The names of all drawings. Each is an SVG, with a PNG beside it for channels that show no SVG."""
    return tuple(sorted(path.stem for path in PICTURES.glob("*.svg") if path.with_suffix(".png").is_file()))


@cache
def voices() -> tuple[str, ...]:
    """The names of all recordings (Ogg with Opus, spoken by people). None is shipped."""
    return tuple(sorted(path.stem for path in VOICES.glob("*.ogg")))


@cache
def picture(name: str) -> bytes | None:
    """The PNG of a drawing; None where there is none of this name."""
    return (PICTURES / f"{name}.png").read_bytes() if name in pictures() else None


@cache
def drawing(name: str) -> bytes | None:
    """The same as SVG, for pages."""
    return (PICTURES / f"{name}.svg").read_bytes() if name in pictures() else None


@cache
def voice(name: str) -> bytes | None:
    """A recording; None where there is none of this name, or one that is too heavy to be sent."""
    found = (VOICES / f"{name}.ogg").read_bytes() if name in voices() else None
    return found if found is not None and len(found) <= HEAVIEST else None
