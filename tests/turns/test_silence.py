"""Every silence reaches a human in time and once, though workers die at their commits; a smoke of `make prove`'s silence."""

from storage.database import Database
from tests.prove import silence


async def test_no_silence_is_lost_or_told_twice_though_workers_die(database: Database) -> None:
    verdict = await silence.campaign(database, contacts=4, days=24, seed=20261125)
    assert verdict.faults == []
    assert verdict.missed > 2
    assert verdict.answered > 3
    assert verdict.deaths > 5
