"""The table: every promise R1 to R28 with its procedure, how long it may last, and the printing of what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.prove import (
    calendar,
    clocks,
    disk_errors,
    drill,
    failovers,
    failpoints,
    full_disk,
    gone,
    kills,
    lives,
    migrations,
    named,
    noise,
    outages,
    overload,
    partitions,
    planting,
    poison,
    power,
    races,
    repeats,
    restarts,
    silence,
    soak,
    stops,
    storm,
    streams,
)
from tests.prove.ground import Ground, Outcome, Size

Procedure = Callable[[Ground], Awaitable[Outcome]]

MINUTE = 60.0


@dataclass(frozen=True)
class Row:
    """One promise. `short` and `full`: minutes after which a run is stopped and counted as red."""

    key: str
    promise: str
    procedure: Procedure
    short: float = 3
    full: float = 60

    @property
    def name(self) -> str:
        """The procedure as one calls it by: its module and function."""
        return f"{self.procedure.__module__.removeprefix('tests.prove.')}.{self.procedure.__name__}"

    def bound(self, size: Size) -> float:
        """Seconds."""
        return (self.full if size is Size.FULL else self.short) * MINUTE


ROWS = (
    Row("R1", "SIGKILL on SQLite", kills.on_sqlite, 4, 60),
    Row("R2", "SIGKILL and SIGSTOP on PostgreSQL, two webs, two workers", kills.on_postgresql, 4, 60),
    Row("R3", "death at every named point", failpoints.prove, 8, 240),
    Row("R4", "power cuts (SQLite)", power.prove, 4, 60),
    Row("R5", "the n-th error of the disk (SQLite)", disk_errors.prove, 4, 120),
    Row("R6", "a full disk", full_disk.prove, 4, 20),
    Row("R7", "PostgreSQL restarted without warning", restarts.prove, 4, 60),
    Row("R8", "failover to a standby, synchronous and not", failovers.prove, 5, 60),
    Row("R9", "partitions between service and database", partitions.prove, 5, 120),
    Row("R10", "a storm at Telegram", storm.prove, 7, 60),
    Row("R11", "blocked, vanished, moved", gone.prove),
    Row("R12", "duplicates, shuffles, replays a day later", repeats.prove),
    Row("R13", "poison updates", poison.prove),
    Row("R14", "ten times too much", overload.prove, 4, 30),
    Row("R15", "one noisy chat", noise.prove, 3, 20),
    Row("R16", "a long time under load", soak.prove, 4, 150),
    Row("R17", "clock jumps and sleeps", clocks.prove, 3, 60),
    Row("R18", "the calendar in every zone", calendar.prove),
    Row("R19", "every silence reaches a human once", silence.prove),
    Row("R20", "two claim at once, the bot is silent", races.prove),
    Row("R21", "the console's stream is cut", streams.prove),
    Row("R22", "restored, the erased stay erased", drill.prove, 5, 60),
    Row("R23", "migrations killed, from every schema", migrations.prove, 5, 60),
    Row("R24", "SIGTERM under load", stops.prove, 3, 60),
    Row("R25", "a simulation that replays bit for bit", lives.prove, 4, 480),
    Row("R26", "planted bugs are caught", planting.prove, 15, 60),
    Row("R27", "dead man's signs", named.dead_mans_signs, 4, 10),
    Row("R28", "an outage of more than a day", outages.prove, 3, 20),
)
