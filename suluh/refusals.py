"""Refusals: why a command did not start, as one sentence that names the setting to look at and shows no secret."""

import os

from helpline.errors import HelplineError
from storage.database import StoreAway
from storage.sealing import KeyMissing, KeyNotMade, KeyUnreadable, WrongKey

ABOUT_KEYS = (KeyMissing, KeyNotMade, KeyUnreadable, WrongKey)


def sentence_of(error: HelplineError | OSError) -> str:
    """The sentence. Which file could not be used is told; where a password may stand, nothing is repeated."""
    if isinstance(error, StoreAway):
        which = "DATABASE_URL" if os.environ.get("DATABASE_URL") else "DATA_DIR"
        return f"{which} leads to no database that can be opened and written to at the moment."
    if isinstance(error, ABOUT_KEYS):
        return f"SULUH_KEY_FILE: {error.sentence}"
    if isinstance(error, HelplineError):
        return error.sentence
    return f"DATA_DIR cannot be used: {(error.strerror or type(error).__name__).lower()} ({error.filename or 'no file'})."
