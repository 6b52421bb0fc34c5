"""Memory: what is asked of Python and of glibc, so that a small machine is enough. Another C library is asked for nothing."""

import asyncio
import ctypes
import gc
import sys

ORNAMENTS = ("httpx._main", "rich.traceback")
"""A command line and coloured errors, which libraries import where they can: 4 MB that no server of ours needs."""
M_ARENA_MAX = -8  # malloc.h
ARENAS = 1
"""Python runs one thread at a time, so an arena for each, which is glibc's way, only keeps free what the others could use."""
YOUNG = 10_000
"""New objects before Python looks for rings among them. Its own 700 come with every few messages, and to look took a twentieth of
all time. What is in no ring is freed at once in any case; after 20,000 contacts no more is held than before."""
PAUSE = 15.0
"""Seconds between two times at which what is free is given back, which takes about a millisecond."""


def leave_out() -> None:
    """Say that what nobody needs is not installed, which the libraries are prepared for. Before they are imported."""
    for ornament in ORNAMENTS:
        sys.modules.setdefault(ornament, None)  # type: ignore[arg-type]  # the language reference, 5.3.1


def share() -> None:
    """From now on the threads share their memory. Before any thread is started."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, ARENAS)


def look_seldom() -> None:
    """Look for rings of objects less often than Python does by itself."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


def give_back() -> None:
    """Give what is free back to the machine. By itself glibc gives back only what lies at the very end."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)


async def stay_small() -> None:
    """Give back until cancelled; else messages of many lengths leave holes that grow for hours."""
    while True:
        await asyncio.sleep(PAUSE)
        give_back()
