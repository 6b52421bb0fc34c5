"""A smoke of every row of `make prove`, and the judge himself before it."""

from pathlib import Path

import pytest

from tests.emulator.ledger import Sent
from tests.prove.ground import Ground, Size
from tests.prove.table import ROWS, Row
from tests.prove.verdict import Verdict, blame, is_in_order, repeats_in, without_unread

SEED = 1
"""The same every time, so that a smoke tells of what was changed; `make prove` throws new dice each time."""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
async def test_the_smoke_of_a_promise(row: Row, postgres_server: str, tmp_path: Path, worker_id: str) -> None:
    ground = Ground(Size.SMOKE, SEED, tmp_path / worker_id / row.key, postgres_server)
    ground.folder.mkdir(parents=True)
    outcome = await row.procedure(ground)
    assert outcome.faults == [], f"{row.key} seed {ground.seed}: {outcome.told}"
    assert outcome.told or outcome.unproven


@pytest.mark.parametrize(
    ("read", "right"),
    [("abc", True), ("aabc", True), ("abbcc", True), ("ab", False), ("acb", False), ("abca", False), ("bc", False)],
)
def test_the_judge_knows_order(read: str, right: bool) -> None:
    assert is_in_order(list("abc"), list(read)) is right


@pytest.mark.parametrize(
    ("read", "spoken"),
    [("abac", "abac"), ("bac", "bac"), ("bbac", "bac"), ("bc", "bac"), ("abc", "abac")],
    ids=["all read", "the uncertain one unread", "a line twice", "a sure one missing", "a sure one missing, the uncertain read"],
)
def test_the_judge_takes_an_uncertain_line_as_read_or_not_but_never_a_sure_one(read: str, spoken: str) -> None:
    assert without_unread([("a", True), ("b", False), ("a", False), ("c", False)], list(read)) == list(spoken)


@pytest.mark.parametrize(
    ("times", "deaths", "faults"),
    [
        ([1, 2, 3], [2.5], []),
        ([1, 2, 3], [], ["sends_twice_without_a_death: 1"]),
        ([1, 2, 3, 4], [2.5], ["sends_twice_without_a_death: 1"]),
        ([1, 2, 3, 4], [2.5, 3.5], []),
    ],
)
def test_the_judge_asks_for_a_death_for_each_line_that_came_twice(
    times: list[float], deaths: list[float], faults: list[str]
) -> None:
    inbox = [Sent(7, number, text, (), at) for number, (text, at) in enumerate(zip("abbb", times, strict=False))]
    verdict = Verdict(updates=1, sends=1)
    blame(verdict, repeats_in(7, ["a", "b"], inbox), deaths, [])
    assert verdict.faults[:1] == faults
