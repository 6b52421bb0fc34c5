"""A short smoke of each long campaign: twenty kills and twenty-five races on each database."""

import secrets
from pathlib import Path

import pytest

from storage.database import Database
from tests import postgres
from tests.prove import races
from tests.prove.kills import Plan, campaign
from tests.prove.verdict import is_in_order

KILLS = 20


async def test_twenty_kills_on_sqlite_lose_nothing(tmp_path: Path) -> None:
    plan = Plan(f"sqlite:///{tmp_path / 'suluh.db'}", tmp_path, KILLS, secrets.randbelow(1_000_000))
    verdict = await campaign(plan)
    assert verdict.faults == [], f"{plan} {verdict}"
    assert verdict.kills == KILLS
    assert verdict.updates > KILLS


async def test_twenty_kills_on_postgresql_with_two_workers_lose_nothing(
    postgres_server: str, tmp_path: Path, worker_id: str
) -> None:
    name = f"smoke_{worker_id}"
    await postgres.run_once(postgres_server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    plan = Plan(postgres.with_database(postgres_server, name), tmp_path, KILLS, secrets.randbelow(1_000_000))
    verdict = await campaign(plan)
    assert verdict.faults == [], f"{plan} {verdict}"
    assert verdict.updates > KILLS


@pytest.mark.parametrize(
    ("read", "right"),
    [("abc", True), ("aabc", True), ("abbcc", True), ("ab", False), ("acb", False), ("abca", False), ("bc", False)],
)
def test_the_judge_knows_order(read: str, right: bool) -> None:
    assert is_in_order(list("abc"), list(read)) is right


async def test_of_two_counsellors_who_claim_at_once_one_speaks_and_the_bot_is_silent(database: Database) -> None:
    outcome = await races.campaign(database, 25)
    assert outcome.faults == []
    assert outcome.races == outcome.figures["winners"] == 25
    assert outcome.figures["bot lines after take-over"] == 0
    assert 0 < outcome.figures["written before the take-over"] < 25 * len(races.WORDS)  # the races were close
