"""The safe word: words as harmless as any that a contact has agreed on, and that mean danger. Kept only as a keyed hash."""

import re

WORD = re.compile(r"[^\W_]+")
LONGEST = 4
"""Words a safe word may have."""
LOOKED_THROUGH = 60
"""Words of a message in which it is looked for."""


def words_of(text: str) -> list[str]:
    """The words as they are compared: lower case, without marks."""
    return WORD.findall(text.casefold())[:LOOKED_THROUGH]


def phrases(text: str, length: int) -> list[str]:
    """Every run of so many words."""
    words = words_of(text)
    return [" ".join(words[start : start + length]) for start in range(len(words) - length + 1)]


def is_fit(text: str) -> bool:
    """Whether it can serve: one to four words and at least five letters, so that it is not said by accident."""
    words = words_of(text)
    return 0 < len(words) <= LONGEST and sum(map(len, words)) >= 5
