"""Processes: Suluh as it runs in production, started, killed without warning, and started again."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

SULUH = (sys.executable, "-c", "from suluh.cli import app; app()")


@dataclass
class Crew:
    """The processes of one installation. `roles` are the commands, such as web and worker."""

    roles: tuple[str, ...]
    environment: dict[str, str]
    folder: Path
    running: dict[int, asyncio.subprocess.Process] = field(default_factory=dict)
    kills: int = 0

    async def start_all(self) -> None:
        for number in range(len(self.roles)):
            await self.start(number)

    async def start(self, number: int) -> None:
        with (self.folder / f"{self.roles[number]}-{number}.log").open("ab") as log:
            self.running[number] = await asyncio.create_subprocess_exec(
                *SULUH,
                self.roles[number],
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def kill(self, number: int) -> None:
        """SIGKILL: no handler, no farewell. Then the same command again."""
        process = self.running[number]
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)
            self.kills += 1
        await process.wait()
        await self.start(number)

    async def stop_all(self) -> None:
        for process in self.running.values():
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(process.wait() for process in self.running.values()))
