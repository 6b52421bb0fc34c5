"""Sign-offs: what nobody has signed is said; a file that is wrong names its line; a signature has a name and a day."""

from pathlib import Path
from typing import get_args

import pytest

from content.reading import BadContent
from content.sign_offs import What, load_sign_offs, unsigned

ROOT = Path(__file__).parents[2]
ENTRY = "- what: {what}\n  where: here.py\n  who: {who}\n  signed_by: {by}\n  signed_on: {on}\n"


def written(folder: Path, what: str = "screenings", who: str = "clinician", by: str = "null", on: str = "null") -> Path:
    path = folder / "sign_offs.yaml"
    path.write_text("# first line\n" + ENTRY.format(what=what, who=who, by=by, on=on), encoding="utf-8")
    return path


def test_everything_that_wants_a_signature_stands_in_the_file_once_and_is_there() -> None:
    kept = load_sign_offs()
    assert sorted(s.what for s in kept) == sorted(get_args(What))
    assert [s.where for s in kept if not (ROOT / s.where).is_file()] == []


def test_what_nobody_has_signed_is_said(tmp_path: Path) -> None:
    told = unsigned(load_sign_offs(written(tmp_path)))
    assert told == ["Warning: screenings (here.py) is not signed off by a clinician."]
    assert unsigned(load_sign_offs(written(tmp_path, by="dr. Ani, RSUP", on="2026-11-28"))) == []


@pytest.mark.parametrize(
    ("wrong", "line"),
    [({"what": "everything"}, 2), ({"who": "anybody"}, 4), ({"on": "soon", "by": "dr. Ani"}, 6), ({"by": "dr. Ani"}, 2)],
)
def test_a_fault_names_the_file_and_the_line(tmp_path: Path, wrong: dict[str, str], line: int) -> None:
    with pytest.raises(BadContent) as refused:
        load_sign_offs(written(tmp_path, **wrong))
    assert refused.value.sentence.startswith(f"content/sign_offs.yaml, line {line}:")
