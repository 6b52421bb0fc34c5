"""Demo: made-up people write to an empty helpline, so that one can look around in the console."""

import asyncio

import orjson
import typer

from bot.chat.web import BOT, NAME
from helpline.errors import HelplineError
from helpline.updates import Update
from storage import queue
from storage.transaction import Transaction
from suluh.service import Service
from suluh.settings import Settings

# Nobody's words: written for this demonstration.
TALKS: tuple[tuple[str, ...], ...] = (
    ("/start", "lapor", "ya, saya aman", "malaysia", "gaji", "tidak dibayar", "3", "1500 ringgit", "lewati", "gaji dibayar"),
    ("/start", "lapor", "ya, saya aman", "hong kong", "paspor", "lewati", "agen", "ya", "tidak"),
    ("/start", "mulai", "bahasa indonesia", "keluarga", "arab saudi", "ya, boleh", "lapor", "ya, saya aman", "hilang kontak"),
    ("/start", "petugas", "saya mau tanya soal kontrak"),
    ("/start", "mulai", "lewati", "lewati", "lewati", "saya dikunci dari luar sudah dua hari", "tidak"),
)


class NotEmpty(HelplineError):
    """The demonstration needs an empty database; this one already holds cases."""


async def fill(settings: Settings) -> None:
    """Write the made-up talks through the web channel's own door. Raises NotEmpty."""
    made = await Service.open(settings)
    try:
        if await made.database.read(is_used):
            raise NotEmpty
        with typer.progressbar(TALKS, label="Writing") as talks:
            for number, talk in enumerate(talks):
                for step, text in enumerate(talk):
                    raw = orjson.dumps({"address": f"demo-{number}", "id": f"demo-{number}-{step}", "text": text})
                    await made.turns.receive(Update(NAME, BOT, f"demo-{number}-{step}", raw))
                    await asyncio.sleep(0)
        typer.echo(f"{len(TALKS)} made-up conversations are in the queue.")
    finally:
        await made.close()


def is_used(tx: Transaction) -> bool:
    return bool(queue.rows(tx, 1))
