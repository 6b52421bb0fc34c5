"""Every commit, acknowledgement and send of the core has its failpoints before and after."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import failpoints
from storage.database import Database
from storage.transaction import Transaction

ROOT = Path(__file__).parent.parent.parent
CORE = [path for part in ("bot", "console", "suluh", "storage") for path in sorted((ROOT / part).rglob("*.py"))]
WIRES = {"channel", "channels", "self.channels", "wire"}
OWN_COMMITS = {"storage/sqlite.py"}
"""Where transactions begin and end; all else goes through `Database.write`, whose every piece of work has its points."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in CORE:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def test_one_place_commits() -> None:
    endings = ("connection.commit", "connection.begin", "engine.begin", "connection.begin_nested", "connection.rollback")
    nodes = ((name, node) for name, tree in trees() if "migrations" not in name for node in ast.walk(tree))
    found = {name for name, node in nodes if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(endings)}
    assert found == OWN_COMMITS


def test_every_send_stands_between_its_points() -> None:
    bare = []
    for name, tree in trees():
        guarded = {
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.With) and any("around" in ast.unparse(item.context_expr) for item in node.items)
            for inner in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Await) and is_send(node.value) and node not in guarded and "chat" not in name.split("/"):
                bare.append(f"{name}:{node.lineno}: {ast.unparse(node)}")
    assert bare == []


def is_send(call: ast.expr) -> bool:
    """Whether this speaks to a channel or a push service."""
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    owner = ast.unparse(call.func.value).partition("[")[0]
    return (call.func.attr in ("send", "call", "show") and owner in WIRES) or ast.unparse(call.func) == "self.post"


@pytest.mark.parametrize("module", ["telegram_webhook", "telegram_poll", "web_routes"])
def test_every_acknowledgement_has_its_points(module: str) -> None:
    source = (ROOT / "bot" / "chat" / f"{module}.py").read_text()
    name = {"web_routes": "web_chat"}.get(module, module)
    assert f'reach("before ack {name}")' in source
    assert f'("after ack {name}")' in source


async def test_a_commit_passes_its_points_in_order(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[str] = []
    monkeypatch.setattr(failpoints, "trap", passed.append)

    def work(tx: Transaction) -> None:
        passed.append("work")

    await database.write(work)
    name = f"test_failpoints.{work.__qualname__}"
    assert passed == ["work", f"before commit {name}", f"after commit {name}"]
