"""The nursery: who asks for a process gets that one, whoever else asks meanwhile."""

import asyncio
import os
from pathlib import Path

from tests.patience import PATIENCE
from tests.prove.processes import Child, nursery

MANY = 16


async def test_of_many_who_ask_at_once_each_gets_the_process_it_asked_for(tmp_path: Path) -> None:
    make = (await asyncio.to_thread(nursery)).make

    async def ask(number: int) -> Child:
        log = tmp_path / f"{number}.log"
        return await asyncio.to_thread(make, "builtins:int", str(number), environment=os.environ, log=log)

    made = await asyncio.gather(*(ask(number) for number in range(MANY)))
    async with asyncio.timeout(PATIENCE):
        codes = [await child.wait() for child in made]
    assert codes == list(range(MANY))
