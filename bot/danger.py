"""Danger: read what a contact wrote, before anything else answers."""

from collections.abc import Sequence
from dataclasses import replace

from content.danger import load_reader
from helpline.danger import Reading

SHORT = 40
"""Letters of what is mostly the same from everybody: the words of a button, «halo», «ya», «tiga bulan»."""
KEPT = 4096

harmless: dict[int, Reading] = {}
"""What short texts from which nothing follows were read as, by a keyed number of the text: nobody's words stay here.

The key is Python's own (SipHash, new with each process), so nobody can make a cry that is taken for one of these.
"""


def read_danger(text: str, recent: Sequence[str] = (), language: str | None = None) -> Reading:
    """How grave a message is, what about, by which words, whose and when. Pure; any text can be read.

    `recent` are the contact's messages before it, the latest last. All languages are read at once, since people mix them:
    `language` is taken for what callers know, and changes nothing yet. A short text from which nothing follows is read once a
    process, and its reading names no words.
    """
    del language
    if recent or len(text) > SHORT:
        return load_reader().read(text, recent)
    reading = harmless.get(hash(text))
    if reading is None:
        reading = load_reader().read(text)
        if not reading.is_crisis and not reading.unclear:
            if len(harmless) >= KEPT:
                harmless.clear()
            harmless[hash(text)] = reading = replace(reading, evidence=())
    return reading
