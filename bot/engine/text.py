"""Text: a sentence to be translated and filled in when it is shown, never before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Text:
    """A whole English sentence, the msgid of the catalogues. Placeholders stand in braces and are filled in when shown."""

    msgid: str


def _(msgid: str) -> Text:
    """Mark a sentence for translation. Always a literal, so that `pybabel extract` finds it."""
    return Text(msgid)


def N_(msgid: str) -> Text:
    """The same mark under gettext's usual name, for modules that use `_` as a throw-away."""
    return Text(msgid)


Values = Mapping[str, Any]
"""What fills a sentence's placeholders: plain JSON values, or a `Text` to be translated too."""
