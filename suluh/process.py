"""Process: the name under which this process is known to the others, and whether another one of this machine still lives."""

import hashlib
import os
import secrets
from functools import cache
from pathlib import Path


@cache
def place() -> str:
    """One machine since one start, and one space of process numbers: containers each have their own. Elsewhere: unique."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = os.readlink("/proc/self/ns/pid")
    except OSError:
        return secrets.token_hex(8)
    return hashlib.sha256(f"{boot}|{space}".encode()).hexdigest()[:16]


def name() -> str:
    """A new name for this process: its place, its number, and chance, since numbers are used again."""
    return f"{place()}:{os.getpid()}:{secrets.token_hex(4)}"


def is_dead(name: str) -> bool:
    """Whether the named process is surely gone. Of processes elsewhere nothing is known, so they are never said to be dead."""
    where, _, rest = name.partition(":")
    number = rest.partition(":")[0]
    if where != place() or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
