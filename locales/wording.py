"""Wording: every sentence in every language, read from the catalogues once at start. English is the source language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.localedata import locale_identifiers
from babel.messages.pofile import read_po
from babel.units import format_unit

HERE = Path(__file__).parent
SOURCE = "en"
DEFAULT = "id"


def catalogue(language: str) -> dict[str, str]:
    """One language's sentences by msgid; fuzzy and empty ones are left to the source language."""
    with (HERE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


@dataclass(frozen=True)
class Wording:
    """`say` gives a sentence in a language; what has no translation is said in English, never left out."""

    sentences: Mapping[str, Mapping[str, str]]
    default: str = DEFAULT

    @classmethod
    @cache
    def load(cls) -> "Wording":
        """Read every catalogue beside this module."""
        found = sorted(path.name for path in HERE.iterdir() if (path / "LC_MESSAGES" / "messages.po").exists())
        return cls({language: catalogue(language) for language in found} | {SOURCE: {}})

    @property
    def languages(self) -> dict[str, str]:
        """The languages that can be chosen, the default first, each with its own name for itself."""
        codes = sorted(self.sentences, key=lambda code: (code != self.default, code))
        return {code: (Locale.parse(code).get_display_name(code) or code).title() for code in codes}

    def sentence(self, language: str, msgid: str) -> str:
        """The sentence with its placeholders as they are."""
        return self.sentences.get(language, {}).get(msgid, msgid)

    def say(self, language: str, msgid: str, values: Mapping[str, Any] | None = None) -> str:
        """The sentence, filled in. A placeholder without a value stays visible rather than breaking a turn."""
        said = self.sentence(language, msgid)
        for key, value in (values or {}).items():
            said = said.replace(f"{{{key}}}", self.said(language, value))
        return said

    def said(self, language: str, value: Any) -> str:
        """A value as shown: a marked sentence is translated too, all else is written out."""
        msgid = getattr(value, "msgid", None)
        return self.sentence(language, msgid) if isinstance(msgid, str) else str(value)


def length_of_time(language: str, number: int, unit: str) -> str:
    """So many minutes or hours, with the plural that the language has for this number: «1 hour», «2 hours»."""
    known = Locale.parse(language if language in locale_identifiers() else DEFAULT)
    return format_unit(number, f"duration-{unit}", length="long", locale=known)
