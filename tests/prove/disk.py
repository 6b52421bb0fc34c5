"""Disk: the shim `disk.c` under SQLite, made where a compiler is; and Suluh on a disk that is watched or fails."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SOURCE = Path(__file__).with_name("disk.c")
NO_COMPILER = "needs a compiler of C (cc, gcc or clang) for the disk under SQLite; there is none here, or it does not work"
PATIENCE = 120


def beside(door: Path) -> Path:
    """Where the shim of a nursery is; it is there only if it works."""
    return door.with_name("disk.so")


def preloaded(made: Path) -> dict[str, str]:
    """Make the shim; the environment that puts it under a process that is started. Nothing where it cannot be made."""
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if compiler is None or sys.platform != "linux":
        return {}
    command = (compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl", "-lpthread")
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        ctypes.CDLL(str(made))
    except (OSError, subprocess.SubprocessError):
        made.unlink(missing_ok=True)
        return {}
    return {"LD_PRELOAD": " ".join(part for part in (str(made), os.environ.get("LD_PRELOAD")) if part)}


def watched(role: str, file: str, journal: str, *careless: str) -> int | None:
    """Suluh, and all that it does to its database noted in `journal`; the file as it was before is copied beside it.

    `careless`: what SQLite is told instead of synchronous=FULL, to see that the checker sees it.
    """
    before = Path(f"{journal}.before")
    if not before.exists():
        shutil.copyfile(file, before)
    if careless:
        from storage import sqlite

        sqlite.PRAGMAS = tuple(careless[0] if pragma.startswith("synchronous") else pragma for pragma in sqlite.PRAGMAS)
    ctypes.CDLL(None).disk_watch(os.path.realpath(file).encode(), journal.encode(), 1)
    return running(role, lambda: None)


def failing(role: str, file: str, journal: str, nth: str, times: str, error: str, cut_short: str) -> int | None:
    """Suluh on a disk whose `nth` call, with those after it up to `times`, fail; 0: none. What failed is noted in `journal`."""
    shim = ctypes.CDLL(None)
    shim.disk_watch(os.path.realpath(file).encode(), journal.encode(), 0)
    shim.disk_fail(ctypes.c_long(int(nth)), ctypes.c_long(int(times)), int(error), int(cut_short))
    return running(role, lambda: Path(f"{journal}.calls").write_text(str(shim.disk_calls())))


def running(role: str, after: Callable[[], object]) -> int | None:
    from tests.prove.nursery import suluh

    try:
        suluh(role)
    finally:
        after()
    return None
