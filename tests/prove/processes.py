"""Processes: Suluh as it runs in production, started, killed without warning, put to sleep, and started again."""

import asyncio
import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.prove import disk

NURSERY = "SULUH_PROVE_NURSERY"
LOOK = 0.01
"""Seconds between two looks at whether a process has ended."""


@dataclass
class Child:
    """A process from the nursery."""

    pid: int
    returncode: int | None = None

    def tell(self, what: signal.Signals) -> None:
        if self.returncode is None:
            try:
                os.kill(self.pid, what)
            except ProcessLookupError:
                return

    async def wait(self) -> int:
        while self.returncode is None:  # noqa: ASYNC110 - told by a thread that knows no loop
            await asyncio.sleep(LOOK)
        return self.returncode


class Wire:
    """The connection to a nursery. A thread of its own listens, so that no event loop is needed."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.wire = socket.socket(socket.AF_UNIX)
        self.wire.connect(path)
        self.children: dict[int, Child] = {}
        self.born: list[int] = []
        self.news = threading.Condition()
        self.asking = threading.Lock()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        with self.wire.makefile("rb") as lines:
            for line in lines:
                told = json.loads(line)
                with self.news:
                    if "born" in told:
                        self.children[told["born"]] = Child(told["born"])
                        self.born.append(told["born"])
                    else:
                        self.children[told["ended"]].returncode = told["code"]
                    self.news.notify_all()

    def make(self, call: str, *arguments: str, environment: Mapping[str, str], log: Path, apart: bool = False) -> Child:
        """Ask for a process that calls `module:function`. One asks at a time: a birth does not tell who asked for it."""
        job = {"call": call, "arguments": arguments, "environment": dict(environment), "log": str(log), "apart": apart}
        with self.asking, self.news:
            self.wire.sendall(json.dumps(job).encode() + b"\n")
            self.news.wait_for(lambda: self.born, 120)
            return self.children[self.born.pop()]


@cache
def nursery() -> Wire:
    """The nursery of this run; started here where nobody has."""
    return Wire(os.environ.get(NURSERY) or start_nursery())


def has_disk() -> bool:
    """Whether the nursery's processes can have a disk that is watched; without a compiler of C they cannot."""
    return disk.beside(nursery().path).exists()


def start_nursery() -> str:
    """A nursery that lives as long as this process; its socket's path. The disk under it does nothing until a row asks for it."""
    folder = tempfile.mkdtemp(prefix="suluh-nursery-")
    path = f"{folder}/door"
    environment = os.environ | disk.preloaded(disk.beside(Path(path)))
    command = (sys.executable, "-m", "tests.prove.nursery", path)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.stdin
    assert process.stdout
    if process.stdout.readline() != b"ready\n":
        raise RuntimeError("the nursery did not start")

    def close() -> None:
        process.stdin.close()  # type: ignore[union-attr]
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(close)
    return path


@dataclass
class Crew:
    """The processes of one installation. `roles` are the commands, such as web and worker; `ports` has one for each."""

    roles: tuple[str, ...]
    ports: tuple[int, ...]
    environment: dict[str, str]
    folder: Path
    call: str = "tests.prove.nursery:suluh"
    arguments: tuple[str, ...] = ()
    running: dict[int, Child] = field(default_factory=dict)
    deaths: list[float] = field(default_factory=list)
    """When a process was killed or put to sleep, by the loop's time."""

    async def start_all(self) -> None:
        for number in range(len(self.roles)):
            await self.start(number)

    async def start(self, number: int) -> None:
        environment = os.environ | self.environment | {"PORT": str(self.ports[number])}
        log = self.folder / f"{self.roles[number]}-{number}.log"
        make = nursery().make
        self.running[number] = await asyncio.to_thread(
            make, self.call, self.roles[number], *self.arguments, environment=environment, log=log
        )

    def is_up(self, number: int) -> bool:
        return self.running[number].returncode is None

    def died(self) -> None:
        self.deaths.append(asyncio.get_running_loop().time())

    async def kill(self, number: int) -> None:
        """SIGKILL: no handler, no farewell. Then the same command again."""
        self.running[number].tell(signal.SIGKILL)
        self.died()
        await self.running[number].wait()
        await self.start(number)

    async def sleep(self, number: int, seconds: float) -> None:
        """SIGSTOP, and after a while SIGCONT: the process wakes and believes that no time has passed."""
        self.running[number].tell(signal.SIGSTOP)
        self.died()
        try:
            await asyncio.sleep(seconds)
        finally:
            self.running[number].tell(signal.SIGCONT)
        self.died()  # what it held on the wire may be said again when it wakes

    async def end(self, number: int) -> tuple[int, float]:
        """SIGTERM; the exit code, and the seconds until it came. Not started again."""
        begun = asyncio.get_running_loop().time()
        self.running[number].tell(signal.SIGTERM)
        self.died()
        code = await self.running[number].wait()
        return code, asyncio.get_running_loop().time() - begun

    async def stop_all(self, patience: float = 30) -> None:
        """Ask all to end; what has not ended by then is killed."""
        for process in self.running.values():
            process.tell(signal.SIGCONT)
            process.tell(signal.SIGTERM)
        try:
            async with asyncio.timeout(patience):
                for process in self.running.values():
                    await process.wait()
        except TimeoutError:
            for process in self.running.values():
                process.tell(signal.SIGKILL)
                await process.wait()
