"""Marking: how a sentence that is shown elsewhere gets into the catalogues."""


def N_(msgid: str) -> str:  # noqa: N802, RUF100 - gettext's own name, by which sentences are extracted.
    """Mark a sentence for the catalogues; it is translated where it is shown."""
    return msgid
