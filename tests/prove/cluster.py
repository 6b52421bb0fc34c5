"""A cluster: a PostgreSQL server of a campaign's own on a port, that can be restarted without warning, copied and promoted."""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.serving import free_port

SETTINGS = {
    "shared_buffers": "32MB",
    "max_connections": "80",
    "wal_keep_size": "256MB",
    "max_wal_senders": "10",
    "wal_sender_timeout": "0",
    "wal_receiver_timeout": "0",
    "synchronous_commit": "on",
}


@dataclass
class Cluster:
    """One server: its folder and its port. As root it runs as the package's own user."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    async def begin(self) -> None:
        await run("initdb", "-U", "postgres", "--auth=trust", "--encoding=utf8", "-N", "-D", str(self.data))
        await self.start()

    async def start(self) -> None:
        told = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options = f"-h 127.0.0.1 -p {self.port} -k {self.data} {told}"
        await self.control("start", "-w", "-t", "120", "-o", options, "-l", f"{self.data}.log")

    async def restart(self) -> None:
        """Without a farewell: as after a crash of the server."""
        await self.control("restart", "-m", "immediate", "-w", "-t", "120", "-l", f"{self.data}.log")

    async def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            await self.control("stop", "-m", "immediate", "-w")

    async def promote(self) -> None:
        await self.control("promote", "-w", "-t", "120")

    async def copy(self, port: int) -> "Cluster":
        """A standby of this server, running."""
        made = Cluster(Path(f"{self.data.parent}/copy-{port}"), port)
        where = f"host=127.0.0.1 port={self.port} user=postgres"
        await run("pg_basebackup", "-R", "-X", "stream", "--checkpoint=fast", "--no-sync", "-d", where, "-D", str(made.data))
        await made.start()
        return made

    async def control(self, *arguments: str) -> None:
        await run("pg_ctl", "-D", str(self.data), *arguments)

    async def say(self, *statements: str) -> None:
        await postgres.run_once(self.url, *statements)

    def tell_senders(self, what: signal.Signals) -> int:
        """Signal the processes that carry the log to a standby; how many there are."""
        main, found = int((self.data / "postmaster.pid").read_text().split()[0]), 0
        for process in Path("/proc").iterdir():
            if process.name.isdecimal() and is_sender(process, main):
                os.kill(int(process.name), what)
                found += 1
        return found


def is_sender(process: Path, main: int) -> bool:
    try:
        parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        return parent == main and b"walsender" in (process / "cmdline").read_bytes()
    except (OSError, ValueError):
        return False


async def run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs; what it says is shown when it fails."""
    user = "pgserver" if os.geteuid() == 0 else None
    with tempfile.TemporaryFile() as said:  # not a pipe: the server that is started would hold it open
        process = await asyncio.create_subprocess_exec(
            str(postgres.programs() / program), *arguments, stdout=said, stderr=said, user=user, cwd="/"
        )
        if await process.wait():
            said.seek(0)
            raise RuntimeError(f"{program}: {said.read().decode(errors='replace')[-500:]}")


@asynccontextmanager
async def clusters() -> AsyncIterator[Cluster]:
    """A running server in a folder of its own; every copy beside it is stopped too at the end."""
    root = Path(tempfile.mkdtemp(prefix=f"suluh-cluster-{os.getpid()}-"))
    if os.geteuid() == 0:
        shutil.chown(root, "pgserver")
    try:
        first = Cluster(root / "first", free_port())
        await first.begin()
        yield first
    finally:
        sweep(os.getpid())


def sweep(owner: int) -> None:
    """End the servers that a process has started, and remove their folders; it may be gone itself."""
    for root in Path(tempfile.gettempdir()).glob(f"suluh-cluster-{owner}-*"):
        for told in root.glob("*/postmaster.pid"):
            with contextlib.suppress(ProcessLookupError, OSError, ValueError):
                os.kill(int(told.read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(root, ignore_errors=True)
