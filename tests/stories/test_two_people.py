"""One story with both people in it: Siti writes from a phone, Ratna answers at the desk, in a real browser."""

import struct
import zlib
from pathlib import Path

from playwright.async_api import Page, expect

from storage.database import Database
from suluh.invitation import first_supervisor
from suluh.service import Service
from tests.browser import a_browser, a_desk, a_phone
from tests.clock import HurryingClock
from tests.serving import address, serving

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
TEAL = bytes((15, 118, 110))


def a_picture(size: int = 64) -> bytes:
    """A small real PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + TEAL * size for _ in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def write(phone: Page, text: str) -> None:
    await phone.get_by_label("Tulis di sini").fill(text)
    await phone.get_by_label("Tulis di sini").press("Enter")


async def press(phone: Page, label: str) -> None:
    await phone.locator(".choices").get_by_role("button", name=label, exact=True).click()


async def hear(phone: Page, text: str) -> None:
    await expect(phone.get_by_role("log")).to_contain_text(text)


async def join(desk: Page, service: Service) -> None:
    link = await first_supervisor(service.database, service.clock, service.settings)
    assert link is not None
    await desk.goto(link)
    await desk.locator("[name=name]").fill("Ratna")
    await desk.locator("[name=login]").fill("ratna")
    await desk.locator("[name=passphrase]").fill("hujan di bulan juni")
    await desk.locator("[name=again]").fill("hujan di bulan juni")
    await desk.get_by_role("button", name="Bergabung").click()
    await expect(desk.get_by_text("Tidak ada yang menunggu")).to_be_visible()


async def test_siti_writes_and_ratna_answers(sqlite_database: Database, tmp_path: Path, pictures: bool) -> None:
    async with serving(sqlite_database, HurryingClock()) as service, a_browser() as browser:
        phone, desk = await a_phone(browser, address(service)), await a_desk(browser, address(service))
        await join(desk, service)

        await phone.goto("/")
        await phone.get_by_role("button", name="Mulai").click()
        await hear(phone, "senang bertemu")
        await press(phone, "Saya butuh bantuan sekarang")
        await hear(phone, "Apakah Anda aman sekarang?")
        await press(phone, "Ya, saya aman")
        await hear(phone, "Ini tentang negara mana?")
        await press(phone, "Malaysia")
        await press(phone, "Gaji")
        await hear(phone, "Sudah dicatat dengan nomor")
        await expect(desk.get_by_role("main")).to_contain_text("Gaji")  # no reload: the queue is live

        await press(phone, "Tidak dibayar")
        await write(phone, "tiga")
        await write(phone, "1500 ringgit")
        await hear(phone, "Siapa yang seharusnya membayar?")
        await write(phone, "lewati")
        await press(phone, "Gaji dibayar")
        await hear(phone, "Tekan Selesai kalau sudah")
        picture = tmp_path / "slip.png"
        picture.write_bytes(a_picture())
        await phone.locator("#file").set_input_files(picture)
        await hear(phone, "Sudah diterima")
        await write(phone, "selesai")
        await hear(phone, "Anda ingin dipanggil siapa?")
        await write(phone, "Siti")
        await write(phone, "lewati")
        await hear(phone, "Ini yang akan dibaca konselor kami")
        await press(phone, "Kirim")
        await hear(phone, "Nomor laporan Anda")

        await desk.locator("a[href*='/conversations/']").first.click()
        await expect(desk.get_by_role("log")).to_contain_text("1500 ringgit")
        await desk.get_by_text("Foto; tekan untuk melihat").first.click()
        await expect(desk.locator("#messages img").first).to_be_visible()
        await desk.get_by_role("button", name="Ambil alih").click()
        await hear(phone, "Ratna dari tim kami sekarang bersama Anda")
        await desk.get_by_label("Jawaban Anda").fill("Selamat siang, Siti. Saya Ratna. Saya bantu, ya.")
        if pictures:
            await desk.keyboard.press("Control+Enter")
        else:
            await desk.get_by_role("button", name="Kirim", exact=True).click()
        await hear(phone, "Selamat siang, Siti. Saya Ratna.")

        await write(phone, "menu")
        await write(phone, "terima kasih, Bu Ratna")
        await expect(desk.get_by_role("log")).to_contain_text("terima kasih, Bu Ratna")
        assert await phone.locator(".bot").last.inner_text() != "Menu"
        assert "Apa yang bisa kami bantu" not in await phone.get_by_role("log").inner_text()

        await phone.reload()
        await hear(phone, "Selamat siang, Siti. Saya Ratna.")
        if pictures:
            PICTURES.mkdir(exist_ok=True)
            await phone.screenshot(path=PICTURES / "chat.png")
            await desk.set_viewport_size({"width": 1200, "height": 1000})
            await desk.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
            await desk.screenshot(path=PICTURES / "console.png")

        await write(phone, "<img src=x onerror=\"document.title='hacked'\">")
        await expect(desk.get_by_role("log")).to_contain_text("<img src=x onerror")
        assert "hacked" not in await desk.title() + await phone.title()

        await desk.get_by_role("button", name="Kembalikan kepada bot").click()
        await hear(phone, "mengakhiri obrolan ini untuk sementara")
        await write(phone, "menu")
        await hear(phone, "Apa yang bisa kami bantu?")
        assert phone.troubles == []  # type: ignore[attr-defined]
        assert desk.troubles == []  # type: ignore[attr-defined]


async def test_the_page_is_left_at_once_and_the_chat_can_be_removed(sqlite_database: Database) -> None:
    async with serving(sqlite_database, HurryingClock()) as service, a_browser() as browser:
        phone = await a_phone(browser, address(service))
        await phone.route("https://www.bmkg.go.id/**", lambda route: route.fulfill(body="Cuaca"))
        await phone.goto("/")
        await write(phone, "halo")
        await hear(phone, "senang bertemu")
        await phone.get_by_role("button", name="Keluar cepat").click()
        await phone.wait_for_url("https://www.bmkg.go.id/")
        await phone.goto("/")
        await hear(phone, "senang bertemu")
        phone.on("dialog", lambda dialog: dialog.accept())
        await phone.get_by_role("button", name="Hapus obrolan ini dari perangkat ini").click()
        await phone.wait_for_url("https://www.bmkg.go.id/")
        await phone.goto("/")
        await expect(phone.get_by_role("button", name="Mulai")).to_be_visible()


async def test_what_is_written_without_a_connection_is_sent_later_and_once(sqlite_database: Database) -> None:
    async with serving(sqlite_database, HurryingClock()) as service, a_browser() as browser:
        phone = await a_phone(browser, address(service))
        await phone.goto("/")
        await expect(phone.get_by_role("button", name="Mulai")).to_be_visible()
        await phone.context.set_offline(True)
        await write(phone, "halo dari jauh")
        await expect(phone.get_by_text("Dikirim saat sinyal kembali")).to_be_visible()
        await phone.context.set_offline(False)
        await hear(phone, "senang bertemu")
        await phone.reload()
        await hear(phone, "senang bertemu")
        assert await phone.get_by_text("halo dari jauh").count() == 1
        await write(phone, "﷽ \u202eabc <script>document.title=1</script>")
        await hear(phone, "<script>")
        assert await phone.title() == "Obrolan"


async def test_a_photo_chosen_without_a_connection_outlives_the_page_and_is_sent_once(sqlite_database: Database) -> None:
    picture = {"name": "paspor.png", "mimeType": "image/png", "buffer": a_picture()}
    async with serving(sqlite_database, HurryingClock()) as service, a_browser() as browser:
        phone = await a_phone(browser, address(service))
        await phone.goto("/")
        await write(phone, "petugas")
        await hear(phone, "Konselor sudah kami beri tahu")
        await phone.context.set_offline(True)
        await phone.locator("#file").set_input_files(picture)
        await expect(phone.get_by_text("Dikirim saat sinyal kembali")).to_be_visible()
        await write(phone, "ini paspor saya")
        await phone.goto("about:blank")
        await phone.context.set_offline(False)
        await phone.goto("/")
        await expect(phone.get_by_role("button", name="Foto · Tekan untuk melihat")).to_be_visible()
        await phone.reload()
        await expect(phone.get_by_role("button", name="Foto · Tekan untuk melihat")).to_have_count(1)
        await expect(phone.get_by_text("Dikirim saat sinyal kembali")).to_have_count(0)
        await expect(phone.get_by_text("ini paspor saya")).to_have_count(1)
        waiting = 'import("/chat/held.js").then((held) => held.waiting()).then((files) => files.length)'
        assert await phone.evaluate(waiting) == 0
        assert phone.troubles == []  # type: ignore[attr-defined]


async def test_who_removes_the_chat_leaves_no_file_behind(sqlite_database: Database) -> None:
    picture = {"name": "bukti.png", "mimeType": "image/png", "buffer": a_picture()}
    async with serving(sqlite_database, HurryingClock()) as service, a_browser() as browser:
        phone = await a_phone(browser, address(service))
        await phone.route("https://www.bmkg.go.id/**", lambda route: route.fulfill(body="Cuaca"))
        await phone.goto("/")
        await expect(phone.get_by_role("button", name="Mulai")).to_be_visible()
        await phone.route("**/chat/uploads*", lambda route: route.abort())
        await phone.locator("#file").set_input_files(picture)
        await expect(phone.locator("#messages .contact")).to_have_count(1)
        phone.on("dialog", lambda dialog: dialog.accept())
        await phone.get_by_role("button", name="Hapus obrolan ini dari perangkat ini").click()
        await phone.wait_for_url("https://www.bmkg.go.id/")
        await phone.unroute("**/chat/uploads*")
        await phone.goto("/")
        await expect(phone.get_by_role("button", name="Mulai")).to_be_visible()
        await expect(phone.locator("#messages .contact")).to_have_count(0)
