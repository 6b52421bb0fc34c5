"""Rina is away from her computer: a whole Suluh with its console and Telegram; she agrees, takes Siti's turn, and answers."""

import re
from collections.abc import AsyncIterator

import aiohttp
import pytest

from helpline.permissions import Role
from helpline.takeover import Owner
from storage import staff, staff_sessions
from storage.database import Database
from storage.staff import Staff
from tests.clock import FrozenClock, HurryingClock
from tests.emulator import Emulator
from tests.letterbox import conversation_at
from tests.serving import address, serving

HERE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    async with Emulator() as emulator:
        yield emulator


async def test_rina_answers_siti_from_her_phone(database: Database, telegram: Emulator, clock: FrozenClock) -> None:
    now = HurryingClock()
    settings = {"telegram_bot_token": telegram.token, "telegram_api_base": telegram.api, "telegram_desk_roles": "counsellor"}
    member = Staff(clock.new_id(), "rina", "Rina", Role.COUNSELLOR, "no hash", "id", True)
    token, csrf = clock.secret(), clock.secret()
    async with serving(database, now, **settings) as service, aiohttp.ClientSession() as browser:
        siti, rina = telegram.person(77001), telegram.person(88810001, "Rina")
        siti.writes("petugas")
        await siti.hears("Konselor sudah kami beri tahu")
        siti.writes("paspor saya diambil")

        await database.write(staff.add, member, now.now())
        await database.write(lambda tx: staff_sessions.start(tx, member.id, token=token, csrf=csrf, at=now.now()))

        async def post(path: str, **form: str) -> str:
            headers = HERE | {"Cookie": f"suluh={token}"}
            async with browser.post(f"{address(service)}/console{path}", data={"csrf": csrf} | form, headers=headers) as answer:
                assert answer.status == 200
                return await answer.text()

        code = re.search(r"/petugas ([A-Z0-9]{8})", await post("/account/phone"))
        assert code is not None
        rina.writes(code[0])
        await rina.hears("sudah terhubung")
        assert "Anda sudah setuju sejak" in await post("/account/desk", on="yes")

        await rina.hears("Akun ini sekarang meja kedua Anda.")
        rina.presses("Lihat giliran")
        await rina.hears("1. S")
        rina.presses("1. Ambil alih")
        await rina.hears("paspor saya diambil")
        await siti.hears("Rina dari tim kami")
        rina.writes("Saya bantu Anda.")
        await siti.hears("Saya bantu Anda.")
        siti.writes("terima kasih")
        await rina.hears("terima kasih")
        rina.presses("Kembalikan kepada bot")
        await rina.hears("sudah mengembalikan")
        assert (await database.read(conversation_at, "77001"))[0].ownership.owner is Owner.BOT
