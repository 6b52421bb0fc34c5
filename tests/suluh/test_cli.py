"""The command line, as an operator types it."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from suluh import logs
from suluh.cli import app
from suluh.clock import SystemClock
from tests.patience import PATIENCE
from tests.serving import free_port


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "new" / "var"))
    return tmp_path / "new" / "var"


def suluh(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, words, input=typed)


def test_migrate_makes_the_database_and_a_key_for_its_owner_alone(folder: Path) -> None:
    assert suluh("migrate").exit_code == 0
    assert stat.S_IMODE((folder / "suluh.key").stat().st_mode) == 0o600
    checked = suluh("check")
    assert checked.exit_code == 0
    assert "faults: 0" in checked.output


async def test_whatever_the_umask_every_file_and_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "var"
    settings = os.environ | {"DATA_DIR": str(folder), "PORT": str(free_port()), "HOST": "127.0.0.1"}

    def suluh_in_a_shell(*words: str) -> "subprocess.Popen[str]":
        command = (str(Path(sys.executable).with_name("suluh")), *words)
        return subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True, umask=0)

    with suluh_in_a_shell("run") as running:
        assert running.stdout is not None
        assert any("Suluh is ready" in line for line in running.stdout)
        for _look in range(int(PATIENCE * 10)):
            if (folder / "ballast").exists():
                break
            await asyncio.sleep(0.1)
        made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        with suluh_in_a_shell("backup", str(folder / "a.backup")) as backing_up:
            backing_up.communicate()
        running.terminate()
        running.communicate()
    made |= {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert made.keys() >= {"suluh.key", "suluh.db", "suluh.db-wal", "suluh.db-shm", "ballast", "a.backup", "a.backup.erased"}
    assert set(made.values()) == {0o600}, made
    assert {stat.S_IMODE(one.stat().st_mode) for one in (folder, folder.parent)} == {0o700}


def test_an_invitation_is_a_link_that_works_once(folder: Path) -> None:
    suluh("migrate")
    first, second = suluh("invite", "--role", "supervisor"), suluh("invite")
    assert "/console/join/" in first.output
    assert first.output != second.output


def test_the_demonstration_fills_an_empty_database_and_only_that(folder: Path) -> None:
    suluh("migrate")
    assert "5 made-up conversations" in suluh("demo").output
    again = suluh("demo")
    assert again.exit_code == 1
    assert "needs an empty database" in again.output


@pytest.mark.parametrize("command", ["web", "worker", "check", "invite"])
def test_without_a_key_nothing_starts(folder: Path, command: str) -> None:
    refused = suluh(command)
    assert refused.exit_code == 1
    assert "key file is missing" in refused.output


def test_a_lost_key_is_not_replaced(folder: Path) -> None:
    suluh("migrate")
    (folder / "suluh.key").unlink()
    for command in ("migrate", "run"):
        refused = suluh(command)
        assert refused.exit_code == 1
        assert "key file is missing" in refused.output


def test_flows_are_listed_checked_and_rehearsed(folder: Path) -> None:
    assert "report" in suluh("flows", "list").output
    assert suluh("flows", "check").exit_code == 0
    talk = suluh("flows", "rehearse", "wages", typed="[Tidak dibayar]\ntiga\n\n")
    assert "Gaji berapa bulan yang belum dibayar?" in talk.output
    assert "Kira-kira berapa" in talk.output
    assert suluh("flows", "rehearse", "nothing").exit_code == 1


def test_pages_are_drawn_for_every_flow(folder: Path) -> None:
    assert suluh("flows", "pages", "--folder", str(folder / "pages")).exit_code == 0
    assert "flowchart TD" in (folder / "pages" / "report.md").read_text(encoding="utf-8")


def test_logs_hold_allowed_fields_only(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    structlog.get_logger().error("update_broken", channel="telegram", text="KANARI", token="KANARI", error="E" * 900)
    line = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    assert "KANARI" not in str(line)
    assert len(line["error"]) == 200
    structlog.reset_defaults()


def test_ids_made_later_sort_later_and_are_never_alike() -> None:
    clock = SystemClock()
    ids = [clock.new_id() for _ in range(2000)]
    assert len(set(ids)) == 2000
    assert all(len(id) == 32 for id in ids)
    assert [id[:12] for id in ids] == sorted(id[:12] for id in ids)
