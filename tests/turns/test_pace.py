"""The pace: never more in a second than was agreed with Telegram, but for what cannot wait."""

import pytest

from bot.pace import Pace


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("bot.pace.monotonic", lambda: now[0])
    return now


def sent_in(pace: Pace, time: list[float], seconds: float) -> list[float]:
    """When each goes, where more wait than may go."""
    sent, end = list[float](), time[0] + seconds
    while time[0] < end:
        sent += [time[0]] * pace.left
        pace.spend(pace.left)
        time[0] += pace.wait + 1e-9
    return sent


def busiest_second(sent: list[float]) -> int:
    return max(sum(at <= other < at + 1 for other in sent) for at in sent)


@pytest.mark.parametrize("rate", [10, 30, 1000])
def test_in_no_second_more_go_than_may_and_in_ten_nearly_as_many(rate: int, time: list[float]) -> None:
    pace = Pace(rate)
    assert pace.left == 0
    time[0] += 60
    sent = sent_in(pace, time, 10)
    assert busiest_second(sent) <= rate
    assert len(sent) >= 10 * rate * 0.8


def test_what_cannot_wait_goes_at_once_and_the_others_wait_for_it(time: list[float]) -> None:
    pace = Pace(30)
    time[0] += 1
    pace.spend(20)
    assert pace.left == 0
    time[0] += pace.wait
    assert time[0] == pytest.approx(101 + 16 / 25)
    assert pace.left == 1


def test_one_after_another_at_rest_each_goes_at_once(time: list[float]) -> None:
    pace, waits = Pace(30), list[float]()
    time[0] += 1
    for _message in range(50):
        waits.append(pace.wait)
        pace.spend(1)
        time[0] += 0.1
    assert set(waits) == {0.0}
