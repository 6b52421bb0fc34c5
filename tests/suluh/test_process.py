"""Process: a name of its own, and of the others whether they surely live no more."""

import os
import subprocess
import sys

from suluh import process


def test_every_start_has_a_name_of_its_own() -> None:
    assert process.name() != process.name()
    assert len(process.name()) <= 80


def test_a_process_of_this_machine_is_known_to_be_dead_and_one_elsewhere_never() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert process.is_dead(f"{process.place()}:{ended.pid}:x")
    assert not process.is_dead(f"{process.place()}:{os.getpid()}:x")
    assert not process.is_dead(f"elsewhere:{ended.pid}:x")
    assert not process.is_dead("a name of another form")
