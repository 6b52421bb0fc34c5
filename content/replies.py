"""The file of ready replies: what counsellors often write, by language, as a beginning that they change before sending."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from content.reading import HERE, read_list

PLACEHOLDERS = frozenset({"name", "case"})
SOURCE = "en"


def known_placeholders(text: str) -> str:
    """The text, when all its placeholders can be filled. Raises ValueError."""
    wrong = {field for _said, field, _spec, _how in Formatter().parse(text) if field is not None} - PLACEHOLDERS
    if wrong:
        raise ValueError(f"nothing fills {', '.join(sorted(wrong))}")
    return text


class ReplyRow(BaseModel):
    """One reply as it stands in the file; Indonesian and English are there always."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z_]{2,30}$")]
    title: Annotated[dict[str, str], Field(min_length=2)]
    text: Annotated[dict[str, Annotated[str, AfterValidator(known_placeholders)]], Field(min_length=2)]


@dataclass(frozen=True)
class Reply:
    """A ready reply: titles for the staff, texts for contacts, both by language."""

    id: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]

    def title(self, language: str) -> str:
        return self.titles.get(language, self.titles[SOURCE])

    def text(self, language: str, **values: str) -> str:
        """The reply in the contact's language, in Indonesian where it has none, with its placeholders filled."""
        return self.texts.get(language, self.texts["id"]).format(**values)


def load_replies(path: Path = HERE / "replies.yaml") -> tuple[Reply, ...]:
    """The replies in the order in which they are offered. Raises BadContent."""
    return tuple(Reply(row.id, row.title, row.text) for row in read_list(path, ReplyRow))
