"""The library at the desk: one writes, another publishes; conflicts, faults, history, withdrawal, what is shipped under it."""

from collections.abc import Mapping
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from argon2 import PasswordHasher
from multidict import MultiDict

from bot.teaching.preview import Preview
from console import make_app
from console.entry_faults import faults
from console.entry_forms import fields_of, row_of, value_at
from console.premises import PREMISES
from content.entries import EntryKind, canonical, parts
from content.shelf import Shelf
from helpline.permissions import Role
from storage import audit, editions, staff
from storage.database import Database
from tests.clock import FrozenClock
from tests.console.people import Browser, a_member, signed_in
from tests.house import a_house

HEAT, CARD = "lessons/heat", "rights/HK.wages"
SHIPPED = Shelf().shipped_rows


@pytest.fixture
def app(database: Database, clock: FrozenClock) -> web.Application:
    """With the real wording and the chat's own cards, for the words beside a field are what is tested."""
    house = a_house()
    made = make_app(database, clock, house.wording, secure=False, shelf=house.shelf, preview=Preview(house))
    made[PREMISES].passphrases.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # quick, for tests alone
    return made


async def an_editor(database: Database, clock: FrozenClock, client: TestClient, name: str) -> Browser:
    """Somebody who reads the console in Indonesian."""
    member = await a_member(database, clock, name, Role.EDITOR)
    await database.write(staff.set_language, member.id, "id")
    return await signed_in(database, clock, client, member)


@pytest.fixture
async def eka(database: Database, clock: FrozenClock, client: TestClient) -> Browser:
    return await an_editor(database, clock, client, "Eka")


@pytest.fixture
async def edo(database: Database, clock: FrozenClock, client: TestClient) -> Browser:
    return await an_editor(database, clock, client, "Edo")


def form(key: str, **changed: Any) -> dict[str, Any]:
    """What the form of a shipped entry sends, with some fields typed anew (a dot is written as `__`)."""
    kind, row = parts(key)[0], SHIPPED[key]
    sent: dict[str, Any] = {"seen": "0", "do": "review"}
    for field in fields_of(kind, row):
        value = value_at(row, field.name)
        if isinstance(value, bool):
            sent |= {field.name: "yes"} if value else {}
        elif isinstance(value, list) and field.how == "many":
            sent[field.name] = value[0] if value else ""
        else:
            sent[field.name] = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    sent = {name: value for name, value in sent.items() if value != "" or name.startswith(("points", "statements"))}
    return sent | {name.replace("__", "."): value for name, value in changed.items()}


async def text_of(browser: Browser, path: str) -> str:
    return await (await browser.get(path)).text()


def test_every_shipped_entry_goes_through_its_form_unchanged() -> None:
    for key, row in SHIPPED.items():
        kind, name, _part = parts(key)
        sent: MultiDict[Any] = MultiDict()
        for field in fields_of(kind, row):
            value = value_at(row, field.name)
            if isinstance(value, list) and field.how == "many":
                sent.extend((field.name, one) for one in value)
            elif value not in (None, False):
                sent.add(field.name, ", ".join(value) if isinstance(value, list) else str(value))
        assert canonical(kind, row_of(kind, name, sent, fields_of(kind, row))) == row, key


async def test_what_one_writes_another_publishes_and_contacts_read_it(
    database: Database, app: web.Application, eka: Browser, edo: Browser
) -> None:
    sent = form(HEAT, title="Panas di ladang")
    assert (await eka.post(f"/library/{HEAT}", **sent)).status == 303
    assert (await eka.post(f"/library/{HEAT}/decide", number="1", decision="publish")).status == 422
    assert app[PREMISES].shelf.library.lessons["heat"].title != "Panas di ladang"
    page = await text_of(edo, f"/library/{HEAT}")
    assert "Panas di ladang" in page
    assert (await edo.post(f"/library/{HEAT}/decide", number="1", decision="publish")).status == 303
    assert "Panas di ladang" in await text_of(eka, f"/library/{HEAT}")
    assert app[PREMISES].shelf.library.lessons["heat"].title == "Panas di ladang"
    assert (await edo.post(f"/library/{HEAT}/decide", number="1", decision="publish")).status == 409
    kept = {(entry.action, entry.subject, entry.granted) for entry in await database.read(audit.latest)}
    assert {("edit_library", HEAT, True), ("publish_library", HEAT, True)} <= kept


async def test_who_wrote_on_it_before_cannot_publish_it_either(eka: Browser, edo: Browser) -> None:
    await eka.post(f"/library/{HEAT}", **form(HEAT, title="Satu"))
    await edo.post(f"/library/{HEAT}", **form(HEAT, title="Dua", seen="1"))
    answer = await eka.post(f"/library/{HEAT}/decide", number="2", decision="publish")
    assert (answer.status, "Penulis tidak bisa menerbitkan" in await answer.text()) == (422, True)


async def test_two_editors_on_one_entry_lose_nothing_that_was_typed(eka: Browser, edo: Browser) -> None:
    assert (await eka.post(f"/library/{HEAT}", **form(HEAT, title="Kata Eka", do="draft"))).status == 303
    answer = await edo.post(f"/library/{HEAT}", **form(HEAT, title="Kata Edo"))
    page = await answer.text()
    assert answer.status == 409
    assert 'value="Kata Edo"' in page
    assert "Kata Eka" in page
    assert 'name="seen" value="1"' in page
    assert (await edo.post(f"/library/{HEAT}", **form(HEAT, title="Kata Edo", seen="1"))).status == 303


async def test_a_draft_is_put_forward_given_back_with_a_word_and_put_forward_again(
    database: Database, eka: Browser, edo: Browser
) -> None:
    await eka.post(f"/library/{CARD}", **form(CARD, statements__0__text="Tanya dulu.", do="draft"))
    assert (await edo.post(f"/library/{CARD}/decide", number="1", decision="publish")).status == 409
    assert (await eka.post(f"/library/{CARD}/forward", number="1")).status == 303
    assert (await eka.post(f"/library/{CARD}/forward", number="1")).status == 409
    assert (await edo.post(f"/library/{CARD}/decide", number="1", decision="return", note="Sumbernya?")).status == 303
    assert "Sumbernya?" in await text_of(eka, f"/library/{CARD}")
    assert (await eka.post(f"/library/{CARD}/forward", number="1")).status == 303
    assert [e.state for e in await database.read(editions.history, CARD)] == ["review"]


async def test_a_preview_keeps_nothing(database: Database, eka: Browser) -> None:
    answer = await eka.post(f"/library/{CARD}", **form(CARD, statements__0__text="Kalimat baru.", do="preview"))
    page = await answer.text()
    assert answer.status == 200
    assert page.count("Kalimat baru.") == 2  # in the form, and on the card
    assert "Hong Kong: Gaji" in page
    assert await database.read(editions.history, CARD) == []


@pytest.mark.parametrize(
    ("key", "changed", "field", "said"),
    [
        (HEAT, {"title": ""}, "title", "Tulis sesuatu"),
        (HEAT, {"source": ""}, "source", "Sebutkan sumbernya"),
        (HEAT, {"review": ""}, "review", "Pilih hari dalam setahun ini"),
        (HEAT, {"review": "2020-01-01"}, "review", "Pilih hari dalam setahun ini"),
        (HEAT, {"as_of": "kemarin"}, "as_of", "Tulis tahunnya atau bulannya"),
        (HEAT, {"right": "7"}, "right", "tulis 1, 2, atau 3"),
        (HEAT, {"right": "dua"}, "right", "harus diisi"),
        (HEAT, {"choices__1": "x" * 91}, "choices.0", "paling banyak 90"),
        (CARD, {"statements__0__text": "Telepon +852 1234 5678"}, "statements.0.text", "tempatnya di direktori"),
        (CARD, {"statements__1__source": " "}, "statements.1.source", "Sebutkan sumbernya"),
        (CARD, {"statements__0__advice": "yes"}, "statements.0.text", "Saran umum tidak memuat angka"),
        (CARD, {"statements__0__as_of": ""}, "statements.0.as_of", "Ada angka dalam teks"),
        ("directory/hk-kjri", {"phone": "nol delapan"}, "phone", "bukan nomor yang bisa ditekan"),
        ("directory/hk-kjri", {"url": "http://x"}, "url", "dimulai dengan https://"),
        ("directory/hk-kjri", {"checked": "2026"}, "checked", "Tulis bulannya seperti ini"),
        ("checklists/packing", {"points__0__text": "x" * 401}, "points.0.text", "paling banyak 400"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    database: Database, eka: Browser, key: str, changed: Mapping[str, str], field: str, said: str
) -> None:
    answer = await eka.post(f"/library/{key}", **form(key, **changed))
    page = await answer.text()
    assert answer.status == 422
    beside = page.partition(f'id="fault-{field}">')[2].partition("</span>")[0]
    assert said in beside
    assert await database.read(editions.history, key) == []


async def test_a_withdrawal_is_decided_by_a_second_person_and_taken_back(
    app: web.Application, eka: Browser, edo: Browser
) -> None:
    lessons = app[PREMISES].shelf
    await eka.post(f"/library/{HEAT}/change", change="withdrawn", seen="0")
    await edo.post(f"/library/{HEAT}/decide", number="1", decision="publish")
    assert "tidak melihat ini" in await text_of(eka, f"/library/{HEAT}")
    assert "heat" not in lessons.library.lessons
    await edo.post(f"/library/{HEAT}/change", change="shipped", seen="1")
    await eka.post(f"/library/{HEAT}/decide", number="2", decision="publish")
    await eka.get("/library")
    assert lessons.library.lessons["heat"] == lessons.shipped.library.lessons["heat"]


async def test_what_the_menus_name_cannot_be_withdrawn(eka: Browser) -> None:
    answer = await eka.post("/library/checklists/packing/change", change="withdrawn", seen="0")
    assert (answer.status, "selalu menawarkannya" in await answer.text()) == (422, True)


async def test_an_earlier_edition_is_begun_again_from(eka: Browser, edo: Browser) -> None:
    for number, title in enumerate(("Pertama", "Kedua")):
        await eka.post(f"/library/{HEAT}", **form(HEAT, title=title, seen=str(number)))
        await edo.post(f"/library/{HEAT}/decide", number=str(number + 1), decision="publish")
    assert 'value="Pertama"' in await text_of(eka, f"/library/{HEAT}/edit?from=1")
    assert 'value="Kedua"' in await text_of(eka, f"/library/{HEAT}/edit")


async def test_a_newer_shipped_text_under_a_change_is_shown(app: web.Application, eka: Browser, edo: Browser) -> None:
    await eka.post(f"/library/{HEAT}", **form(HEAT, title="Dari meja"))
    await edo.post(f"/library/{HEAT}/decide", number="1", decision="publish")
    assert "Teks yang lebih baru" not in await text_of(eka, f"/library/{HEAT}")
    app[PREMISES].shelf.shipped_marks = {**app[PREMISES].shelf.shipped_marks, HEAT: "another"}
    page = await text_of(eka, f"/library/{HEAT}")
    assert "Teks yang lebih baru" in page
    assert SHIPPED[HEAT]["title"] in page
    assert "Teks yang lebih baru" in await text_of(eka, "/library")


async def test_a_new_lesson_is_made(app: web.Application, eka: Browser, edo: Browser) -> None:
    assert (await eka.get("/library/new?kind=lessons&name=Panas+Dua")).headers["Location"] == "/library/lessons/panas_dua/edit"
    assert (await eka.get("/library/lessons/panas_dua/edit")).status == 200
    assert (await eka.post("/library/lessons/panas_dua", **form(HEAT, title="Baru"))).status == 303
    await edo.post("/library/lessons/panas_dua/decide", number="1", decision="publish")
    await eka.get("/library")
    assert app[PREMISES].shelf.library.lessons["panas_dua"].title == "Baru"


NOWHERE = ("lessons/nowhere", "rights/XX.wages", "rights/HK.song", "destinations/HK", "checklists/no/edit", "new?kind=x")


@pytest.mark.parametrize("path", NOWHERE)
async def test_what_is_not_there_is_not_found(eka: Browser, path: str) -> None:
    assert (await eka.get(f"/library/{path}")).status == 404


async def test_a_counsellor_reads_the_library_and_changes_nothing(rina: Browser) -> None:
    page = await text_of(rina, f"/library/{CARD}")
    assert "Hong Kong" in page
    assert "/edit" not in page
    assert (await rina.post(f"/library/{CARD}", **form(CARD))).status == 403


def test_a_number_has_no_day_of_review_and_a_row_without_faults_has_none(clock: FrozenClock) -> None:
    for key in ("directory/hk-kjri", CARD, HEAT, "checklists/packing", "destinations/HK.money"):
        kind = parts(key)[0]
        assert faults(kind, SHIPPED[key], clock.now().date()) == {}, (key, EntryKind(kind))
