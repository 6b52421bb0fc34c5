"""Every transcript goes today as it is written, and together they visit every step of every flow."""

from pathlib import Path

import pytest

from bot.flows import FLOWS
from locales import Wording
from tests.transcripts import a_book, files, replay

KINDS = ("happy", "back", "misunderstood", "interruption")


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_conversation_goes_as_written(path: Path, update_transcripts: bool) -> None:
    wording = Wording.load()
    told = replay(path, a_book(wording), wording)
    if update_transcripts:
        path.write_text(told, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == told


def test_every_flow_has_its_four_kinds_of_transcripts() -> None:
    written = {(path.parent.name, path.name.split(".")[0].split("_")[0]) for path in files()}
    asking = {name for name in FLOWS if name not in ("help", "numbers")}
    assert {(name, kind) for name in asking for kind in KINDS} <= written
    assert {("help", "happy"), ("numbers", "happy")} <= written


def test_every_step_of_every_flow_is_visited() -> None:
    wording = Wording.load()
    book = a_book(wording)
    for path in files():
        replay(path, book, wording)
    steps = {(name, step) for name, flow in FLOWS.items() for step in flow.steps}
    assert steps - set(book.visited) == set()
