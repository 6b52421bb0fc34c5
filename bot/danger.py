"""Danger: read what a contact wrote, before anything else answers."""

from collections.abc import Sequence

from content.danger import load_reader
from helpline.danger import Reading
from helpline.severity import Severity

SHORT = 40
"""Letters of what is mostly the same from everybody: the words of a button, «halo», «ya», «tiga bulan»."""
KEPT = 4096

harmless: dict[int, Reading] = {}
"""What short texts that ask for nothing were read as, by a keyed number of the text: nobody's words stay here.

The key is Python's own (SipHash, new with each process), so nobody can make a cry that is taken for one of these.
"""


def read_danger(text: str, recent: Sequence[str] = (), language: str | None = None) -> Reading:
    """How grave a message is, what about, by which words, whose and when. Pure; any text can be read.

    `recent` are the contact's messages before it, the latest last. All languages are read at once, since people mix them:
    `language` is taken for what callers know, and changes nothing yet.
    """
    del language
    if recent or len(text) > SHORT:
        return load_reader().read(text, recent)
    reading = harmless.get(hash(text))
    if reading is None:
        reading = load_reader().read(text)
        if reading.severity is Severity.S4 and not reading.evidence:
            if len(harmless) >= KEPT:
                harmless.clear()
            harmless[hash(text)] = reading
    return reading
