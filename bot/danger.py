"""Danger: read what a contact wrote, before anything else answers."""

from collections.abc import Sequence

from content.danger import load_reader
from helpline.danger import Reading


def read_danger(text: str, recent: Sequence[str] = (), language: str | None = None) -> Reading:
    """How grave a message is, what about, by which words, whose and when. Pure; any text can be read.

    `recent` are the contact's messages before it, the latest last. All languages are read at once, since people mix them:
    `language` is taken for what callers know, and changes nothing yet.
    """
    del language
    return load_reader().read(text, recent)
