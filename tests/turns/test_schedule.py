"""The schedule: looks of one rhythm begin apart from one another."""

from collections import defaultdict
from itertools import pairwise

from tests.house import Helpline


async def test_looks_do_not_begin_at_one_instant(helpline: Helpline) -> None:
    """Else whoever writes at that instant waits for all of them together."""
    schedule, begins = helpline.schedule, defaultdict[float, list[float]](list)
    schedule.start()
    for job in schedule.heartbeat.get_jobs():
        if not job.id.endswith("_at_start"):
            pause = job.trigger.interval.total_seconds()
            begins[pause].append(job.next_run_time.timestamp() % pause)
    schedule.stop()
    assert len(begins[2.0]) > 1
    assert len(begins[10.0]) > 1
    for pause, times in begins.items():
        round_the_clock = [*sorted(times), min(times) + pause]
        assert all(later - earlier > pause / 20 for earlier, later in pairwise(round_the_clock)), pause
