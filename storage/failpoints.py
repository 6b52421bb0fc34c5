"""Failpoints: the named moments around a commit, an acknowledgement or a send at which a campaign may end the process.

No setting and no request reaches them: only who starts the process with a `trap` in hand, as `tests.prove.failpoints` does.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

trap: Callable[[str], None] | None = None


def reach(point: str) -> None:
    """This moment has come."""
    if trap is not None:
        trap(point)


def reach_soon(point: str) -> None:
    """The moment comes when the present step of the loop has ended, such as an answer that is written after we return."""
    if trap is not None:
        asyncio.get_running_loop().call_soon(trap, point)


@contextmanager
def around(what: str) -> Iterator[None]:
    """The moments just before and just after; none after when it failed."""
    reach(f"before {what}")
    yield
    reach(f"after {what}")


def name_of(work: Callable[..., object]) -> str:
    """What a piece of work is called: its module's last word and its own name."""
    named = getattr(work, "func", work)
    module = getattr(named, "__module__", "").rpartition(".")[2]
    return f"{module}.{getattr(named, '__qualname__', type(named).__name__)}"
