"""Phrases come back: soon when forgotten, late when easy; the same answers give the same days, and what is kept is JSON."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teaching import trainer
from bot.teaching.trainer import Recall, due_first, is_due, next_due, reviewed

NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)


def due(known: list[object]) -> datetime:
    return trainer.moment(int(str(known[4])))


def test_what_is_forgotten_comes_back_in_a_minute_and_what_is_easy_after_days() -> None:
    waits = [due(reviewed(None, recall, NOW)) - NOW for recall in Recall]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] >= timedelta(days=3)


def test_good_answers_stretch_the_time_and_a_lapse_shortens_it() -> None:
    known, now, waits = None, NOW, []
    for _ in range(6):
        known = reviewed(known, Recall.GOOD, now)
        waits.append(due(known) - now)
        now = due(known)
    assert waits == sorted(waits)
    assert waits[-1] > timedelta(days=20)
    assert due(reviewed(known, Recall.FORGOT, now)) - now < timedelta(days=1)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Recall)), st.integers(0, 60 * 24 * 40)), max_size=12))
def test_any_history_is_kept_as_json_and_told_twice_alike(answers: list[tuple[Recall, int]]) -> None:
    def told() -> list[list[object]]:
        known, now, all_of_it = None, NOW, []
        for recall, minutes in answers:
            now += timedelta(minutes=minutes)
            known = json.loads(json.dumps(reviewed(known, recall, now)))
            assert due(known) > now
            assert due(known) - now <= timedelta(days=366)
            all_of_it.append(known)
        return all_of_it

    assert told() == told()
    assert all(len(json.dumps(known)) < 80 for known in told())


def test_the_phrase_that_waited_longest_comes_first() -> None:
    early, late = reviewed(None, Recall.FORGOT, NOW), reviewed(None, Recall.GOOD, NOW)
    assert due_first({"late": late, "early": early}, NOW) is None
    assert due_first({"late": late, "early": early}, NOW + timedelta(hours=1)) == "early"
    assert next_due({"late": late, "early": early}, NOW) == due(early)
    assert next_due({}, NOW) is None


@pytest.mark.parametrize("broken", [[], [9, 0, 1.0, 5.0, 1, 1], ["x"] * 6, [1, 2, 3], [2, None, 3.0, 5.0, 10**18, 1]])
def test_what_cannot_be_read_counts_as_new(broken: list[object]) -> None:
    assert is_due(broken, NOW)
    assert reviewed(broken, Recall.GOOD, NOW) == reviewed(None, Recall.GOOD, NOW)
