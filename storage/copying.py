"""Copying: SQLite's own online copy of a database, whole, as of one moment, while others write to it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from helpline.errors import HelplineError


class NotCopied(HelplineError):
    """The database cannot be copied: it is not there, or it is damaged."""


def copy_sqlite(source: Path, into: Path) -> None:
    """Copy, and look whether the copy is sound; where it is not, none is left. Raises NotCopied."""
    if not source.exists():
        raise NotCopied
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(into)) as there:
            here.backup(there)
            sound = there.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.Error as error:
        into.unlink(missing_ok=True)
        raise NotCopied from error
    if not sound:
        into.unlink(missing_ok=True)
        raise NotCopied
