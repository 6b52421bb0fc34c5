"""Failovers: the server dies and its standby takes over. Synchronous: nothing acknowledged is lost. Asynchronous: it must be.

The second half proves the checker: it must see that the last second of commits never reached the standby.
"""

import asyncio
import signal

import asyncpg

from tests.prove.cluster import Cluster, clusters
from tests.prove.ground import Ground, Outcome
from tests.prove.installation import LONGEST_DRAIN, MANY, ONE_WEB, Installation, installed
from tests.prove.restarts import until_taken
from tests.prove.verdict import Verdict
from tests.prove.wire import Mode, Wire, wire_to
from tests.serving import free_port

BACK_WITHIN = 15.0


async def prove(ground: Ground) -> Outcome:
    """R8."""
    verdict, waits = await campaign(ground, ground.of(1, 4, 50), synchronous=True)
    told = f"synchronous: {verdict}, writes back within {max(waits):.1f} s"
    faults = [f"synchronous: {fault}" for fault in verdict.faults]
    if ground.is_timed and max(waits) > BACK_WITHIN:
        faults.append(f"writes back only after {max(waits):.1f} s")
    if ground.size != "smoke":
        lossy, _waits = await campaign(ground, 2, synchronous=False)
        told += f"; asynchronous: {lossy.lost_updates} acknowledged updates lost, as must be seen"
        if not lossy.lost_updates:
            faults.append("asynchronous: the checker saw no loss")
    return Outcome(told, faults)


async def campaign(ground: Ground, failovers: int, *, synchronous: bool) -> tuple[Verdict, list[float]]:
    """Before each death the log is held back for a moment: what the standby lacks then is lost, if it was acknowledged."""
    dice, waits = ground.dice(synchronous), list[float]()
    async with clusters() as first, wire_to(first.port) as wire:
        url = f"postgresql://postgres@127.0.0.1:{wire.port}/postgres"
        roles = ONE_WEB if ground.size == "smoke" else MANY
        async with installed(url, ground.place(f"failovers-{synchronous}"), roles, at_once=ground.of(2, 8, 8)) as made:
            made.load()
            await made.settled()
            await until_taken(made)
            if ground.size == "smoke":
                await lesser_troubles(made, first, wire)
            now = first
            for _failover in range(failovers):
                standby = await now.copy(free_port())
                await attach(now, synchronous=synchronous)
                await asyncio.sleep(dice.uniform(0.5, 1.5))
                now.tell_senders(signal.SIGSTOP)
                await asyncio.sleep(1.0)
                waits.append(await fail_over(made, now, standby))
                wire.to = standby.port
                wire.cut()
                waits[-1] += await until_taken(made)
                now = standby
            return await made.finish(timed=ground.is_timed), waits


async def lesser_troubles(made: Installation, server: Cluster, wire: Wire) -> None:
    """What R7 and R9 do at length, once each: a restart without warning, then a wire that is silent for a moment and is cut."""
    made.crew.died()
    await server.restart()
    await until_taken(made)
    made.crew.died()
    wire.turn(Mode.SILENT)
    await asyncio.sleep(1.0)
    wire.turn(Mode.OPEN)
    wire.cut()
    made.crew.died()
    await until_taken(made)
    if ended := [role for number, role in enumerate(made.crew.roles) if not made.crew.is_up(number)]:
        raise AssertionError(f"of our processes ended: {ended}")


async def attach(primary: Cluster, *, synchronous: bool) -> None:
    """From now on a commit waits for the standby, or does not."""
    wanted = "*" if synchronous else ""
    await primary.say(f"ALTER SYSTEM SET synchronous_standby_names = '{wanted}'", "SELECT pg_reload_conf()")
    state = "sync" if synchronous else "async"
    async with asyncio.timeout(LONGEST_DRAIN):
        while not primary.tell_senders(signal.SIGCONT) or state not in await states(primary):  # noqa: ASYNC110 - another's
            await asyncio.sleep(0.05)


async def states(primary: Cluster) -> set[str]:
    connection = await asyncpg.connect(primary.url)
    try:
        return {row["sync_state"] for row in await connection.fetch("SELECT sync_state FROM pg_stat_replication")}
    finally:
        await connection.close()


async def fail_over(made: Installation, primary: Cluster, standby: Cluster) -> float:
    """The server dies; its standby becomes the server, and waits for nobody until it has a standby again."""
    begun = asyncio.get_running_loop().time()
    made.crew.died()
    primary.tell_senders(signal.SIGKILL)
    await primary.stop()
    await standby.promote()
    await standby.say("ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()")
    return asyncio.get_running_loop().time() - begun
