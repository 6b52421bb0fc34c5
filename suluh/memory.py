"""Memory: what glibc is asked, so that a small machine is enough. Where the C library knows no such wish, nothing happens."""

import ctypes

M_ARENA_MAX = -8  # malloc.h
ARENAS = 1
"""Python runs one thread at a time, so an arena for each, which is glibc's way, only keeps free what the others could use."""


def share() -> None:
    """From now on the threads share their memory. Before any thread is started."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give back what was only needed for the start."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)
