"""`suluh danger`: one message a line in, one reading a line out."""

import json
from typing import Any

from typer.testing import CliRunner

from suluh.cli import app


def answers(given: str | bytes) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["danger"], input=given)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_is_answered_in_its_turn() -> None:
    first, second = answers('{"id": 1, "text": "saya dipukul majikan"}\n{"id": "b", "text": "halo"}\n')
    assert first == {"id": 1, "severity": "S1", "topics": ["violence"]}
    assert second == {"id": "b", "severity": "S4", "topics": []}


def test_a_bad_line_is_told_and_the_next_is_read() -> None:
    bad = b'nonsense\n[1]\n{"id": 3}\n{"id": 4, "text": 5}\n\xff\xfe\n\n{"id": 5, "text": ""}\n{"text": "sos"}'
    found = answers(bad)
    assert ["error" in one for one in found] == [True] * 5 + [False] * 2
    assert found[2]["id"] == 3
    assert found[5] == {"id": 5, "severity": "S4", "topics": []}
    assert found[6]["id"] is None


def test_a_line_too_long_or_too_deep_is_refused() -> None:
    long, deep = answers(b'{"text": "' + b"a" * 1_000_001 + b'"}\n' + b"[" * 200_000 + b"\n")
    assert "longer" in long["error"]
    assert "JSON" in deep["error"]
