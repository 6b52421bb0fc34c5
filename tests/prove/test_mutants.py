"""The list of planted bugs fits the code of today."""

from pathlib import Path

import pytest

from tests.prove.mutants import MUTANTS, Mutant

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_planted_bug_finds_its_place(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text().count(mutant.old) == 1, "the code has changed: change the mutant with it"


def test_there_are_enough() -> None:
    assert len({mutant.name for mutant in MUTANTS}) >= 25
