"""Transcripts: conversations written down. Each is replayed line by line; `--update-transcripts` rewrites the bot's side.

A file lies in the folder of the flow it begins with. Its first line may name what is known, facts or answers:
`# country=MY situation=family round=2`.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.engine.book import Book
from bot.engine.flow import Step
from bot.engine.heard import Facts
from bot.engine.session import Frame
from bot.flows import DECISIONS, FLOWS
from bot.rehearse import DAY, Rehearsal
from locales import Wording
from tests.house import furnished

FOLDER = Path(__file__).parent / "transcripts"
CONTACT = "contact | "
HOUSE = furnished()


@dataclass(frozen=True)
class CountingBook(Book):
    """A book that notes which steps are read, so that a test can tell which no transcript visits."""

    visited: Counter[tuple[str, str]] = None  # type: ignore[assignment]

    def step(self, frame: Frame) -> Step:
        self.visited[frame.flow, frame.step] += 1
        return super().step(frame)


def a_book(wording: Wording) -> CountingBook:
    return CountingBook(FLOWS, DECISIONS, wording.sentence, HOUSE.book.reckonings, Counter())


def files() -> list[Path]:
    return sorted(FOLDER.glob("*/*.txt"))


def replay(path: Path, book: Book, wording: Wording) -> str:
    """The transcript as it goes today: the contact's side from the file, the bot's side from the flows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [lines[0]] if lines and lines[0].startswith("#") else []
    known = dict(pair.split("=") for pair in header[0][1:].split()) if header else {}
    language = path.name.split(".")[-2]
    facts = {key: value for key, value in known.items() if key in Facts.__dataclass_fields__}
    rehearsal = Rehearsal(book, wording, HOUSE, Facts(**{"language": language, "today": DAY} | facts))
    answers = {key: value for key, value in known.items() if key not in facts}
    told = [*header, *rehearsal.begin(path.parent.name, answers)]
    for line in lines:
        if line.startswith(CONTACT.rstrip()):
            told += [line, *rehearsal.hear(line.removeprefix(CONTACT))]
    return "\n".join(told) + "\n"
