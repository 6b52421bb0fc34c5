"""The second desk: a counsellor works from the linked account of a phone, where nothing is possible that the console forbids."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from bot.chat.telegram import TelegramChannel
from console.second_desk import CHOSEN
from console.sheets import LASTS, fitting, pressed, units
from helpline.audit import find_break
from helpline.messages import Author
from helpline.permissions import Action, Role
from helpline.takeover import LEASE, Owner, take_over, transfer
from helpline.updates import Update
from storage import access, audit, cases, conversations, inbox, messages, second_desks, signs, slips, staff, staff_phones
from storage.conversations import Conversation
from storage.database import Database
from storage.messages import Message
from storage.tables import inbox as inbox_table
from storage.transaction import Transaction
from tests.clock import FrozenClock
from tests.emulator import Emulator, Fault, Person
from tests.emulator.ledger import Sent
from tests.house import Helpline
from tests.letterbox import BOT, CHANNEL, conversation_at
from tests.makers import a_counsellor

ON = frozenset({Role.COUNSELLOR, Role.SUPERVISOR})
OFF = "Meja kedua sedang dimatikan."
NOT_YOURS = "Laporan ini bukan milik Anda."


@dataclass
class Place:
    """The emulated Telegram, a helpline behind it, Siti who waits, and Rina with her phone."""

    telegram: Emulator
    helpline: Helpline
    clock: FrozenClock
    siti: Person
    rina: Person
    rina_id: str = ""
    offset: int | None = None

    async def settle(self) -> None:
        """Take in what was written and put everything on its phone, over the wire."""
        while True:
            for update in await self.telegram.delivery.take(self.offset, 0):
                self.offset = update["update_id"] + 1
                await self.receive(update)
            carried = await self.helpline.carrier.carry_once() + await self.helpline.caller.call_once()
            sent = await self.helpline.postman.deliver_once()
            self.clock.tick(timedelta(seconds=1))
            if not carried + sent:
                return

    async def receive(self, *updates: dict[str, object]) -> None:
        made = [Update(CHANNEL, BOT, str(update["update_id"]), orjson.dumps(update)) for update in updates]
        await asyncio.gather(*(self.helpline.receive(update) for update in made))

    async def says(self, who: Person, *texts: str) -> list[Sent]:
        """Say one thing after another, `[Label]` presses; what came back for it."""
        before = len(who.inbox)
        for text in texts:
            who.presses(text[1:-1]) if text.startswith("[") else who.writes(text)
            await self.settle()
        return who.inbox[before:]

    async def answers(self, who: Person, sent: Sent, text: str) -> list[Sent]:
        before = len(who.inbox)
        who.sends({"text": text, "reply_to_message": {"message_id": sent.message_id}})
        await self.settle()
        return who.inbox[before:]

    async def read(self, person: Person) -> tuple[Conversation, list[Message]]:
        return await self.helpline.database.read(conversation_at, str(person.chat))

    async def said_to(self, person: Person) -> list[str]:
        """What counsellors have said to a contact."""
        return [m.text for m in (await self.read(person))[1] if m.author is Author.COUNSELLOR]

    async def acts(self) -> list[tuple[str, str, bool]]:
        """Who did or read what, and whether it was allowed; the chain holds."""
        entries = await self.helpline.database.read(lambda tx: list(audit.chain(tx)))
        assert find_break(entries)[2] is None
        return [(entry.actor, entry.action, entry.granted) for entry, _hash in entries]

    async def a_phone(self, chat: int, role: Role = Role.COUNSELLOR) -> tuple[Person, str]:
        """A member who has linked an account and agreed to work from it."""
        person = self.telegram.person(chat, "Rina")

        def offer(tx: Transaction) -> str:
            who = a_counsellor(tx, self.clock, role)
            staff_phones.offer(tx, who, f"CODE{chat % 10_000:04}", self.clock.now())
            return who

        def agree(tx: Transaction) -> None:
            phone = staff_phones.find(tx, who)
            assert phone is not None
            second_desks.switch_on(tx, phone, self.clock.now())

        who = await self.helpline.database.write(offer)
        await self.says(person, f"/petugas CODE{chat % 10_000:04}")
        await self.helpline.database.write(agree)
        return person, who

    def with_roles(self, *roles: Role) -> None:
        """The operator changes the setting and starts the service again."""
        channel = next(iter(self.helpline.carrier.channels.values()))
        self.helpline = Helpline.of(self.helpline.database, self.clock, channel, roles=frozenset(roles))


@pytest.fixture
async def place(database: Database, clock: FrozenClock) -> AsyncIterator[Place]:
    async with Emulator() as telegram:
        channel = TelegramChannel(telegram.token, telegram.api)
        made = Place(
            telegram,
            Helpline.of(database, clock, channel, roles=ON),
            clock,
            telegram.person(77001),
            telegram.person(88810001),
        )
        await made.says(made.siti, "petugas", "gaji saya tidak dibayar")
        made.rina, made.rina_id = await made.a_phone(88810001)
        yield made
        await made.helpline.close()
        await channel.close()


async def test_a_counsellor_takes_over_reads_answers_and_hands_back_from_a_phone(place: Place) -> None:
    turns = (await place.says(place.rina, "/meja"))[-1]
    name = (await place.read(place.siti))[0].contact.designation
    assert name in turns.text
    assert "gaji" not in turns.text
    assert "Siti" not in turns.text
    talk = (await place.says(place.rina, "[1. Ambil alih]"))[-1]
    assert "gaji saya tidak dibayar" in talk.text
    assert f"Yang Anda tulis di sini dikirim kepada {name}." in talk.text
    assert "Ratna dari tim kami" in place.siti.inbox[-1].text
    told = await place.says(place.rina, "Kita cari jalan bersama.")
    assert [sent.text for sent in told] == [f"Sedang dikirim kepada {name}."]
    assert place.siti.inbox[-1].text == "Kita cari jalan bersama."
    case = (
        await place.helpline.database.read(lambda tx: cases.current(tx, conversation.contact.id))
        if (conversation := (await place.read(place.siti))[0])
        else None
    )
    assert case is not None
    assert case.assignee == place.rina_id
    assert await place.helpline.database.read(cases.waiting_since, case.id) is None
    told = await place.says(place.rina, "[Kembalikan kepada bot]")
    assert told[-1].text == f"Anda sudah mengembalikan {name} kepada bot."
    assert (await place.read(place.siti))[0].ownership.owner is Owner.BOT
    assert await place.acts() == [
        (place.rina_id, Action.TAKE_OVER, True),
        (place.rina_id, Action.READ_CONVERSATION, True),
        (place.rina_id, Action.REPLY, True),
        (place.rina_id, Action.HAND_BACK, True),
    ]


async def test_what_is_shown_can_be_neither_passed_on_nor_followed(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    shown = [
        values for name, values in place.telegram.ledger.calls if name == "sendMessage" and int(values["chat_id"]) == 88810001
    ]
    assert shown[-1]["protect_content"]
    assert "is_disabled" in str(shown[-1]["link_preview_options"])


async def test_an_answer_goes_to_the_talk_whose_message_it_answers(place: Place) -> None:
    budi = place.telegram.person(77002, "Budi")
    await place.says(budi, "petugas", "paspor saya ditahan")
    first = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1]
    await place.says(place.rina, "/meja", "[2. Ambil alih]")
    await place.answers(place.rina, first, "Untuk Siti.")
    assert (await place.said_to(place.siti), await place.said_to(budi)) == (["Untuk Siti."], [])
    await place.says(place.rina, "Juga untuk Siti.")  # who was answered last is chosen
    assert await place.said_to(budi) == []
    assert await place.said_to(place.siti) == ["Untuk Siti.", "Juga untuk Siti."]


async def test_words_are_sent_to_nobody_while_no_talk_is_chosen(place: Place) -> None:
    told = await place.says(place.rina, "halo?")
    assert told[-1].text.startswith("Tidak ada yang dikirim")
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.clock.tick(CHOSEN)
    assert (await place.says(place.rina, "terlambat"))[-1].text.startswith("Tidak ada yang dikirim")
    lists = next(sent for sent in place.rina.inbox if "1. S" in sent.text)
    assert (await place.answers(place.rina, lists, "ke mana ini?"))[-1].text.startswith("Tidak ada yang dikirim")
    assert await place.said_to(place.siti) == []
    assert (await place.helpline.database.read(staff.get, place.rina_id)).active  # and she has become no contact
    with pytest.raises(AssertionError):
        await place.read(place.rina)


async def test_new_words_come_while_the_talk_is_open_and_are_only_announced_once_it_is_put_away(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    before = len(place.rina.inbox)
    await place.says(place.siti, "saya takut", "dia marah")
    heard = [sent.text for sent in place.rina.inbox[before:]]
    assert len(heard) == 2
    assert "saya takut" in heard[0]
    assert "dia marah" in heard[1]
    assert "saya takut" not in heard[1]
    await place.says(place.rina, "[Simpan dulu]")
    before = len(place.rina.inbox)
    await place.says(place.siti, "rahasia satu", "rahasia dua")
    assert [sent.text for sent in place.rina.inbox[before:]] == ["Ada yang baru menunggu Anda."]
    talk = (await place.says(place.rina, "[Baca]"))[-1].text
    assert "rahasia satu" in talk
    assert "rahasia dua" in talk


async def test_an_edit_of_the_contact_is_shown_and_an_edit_of_the_member_changes_nothing(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    number = next(place.telegram.message_ids)
    place.siti.sends({"message_id": number, "text": "gaji 3 bulan"})
    await place.settle()
    before = len(place.rina.inbox)
    place.siti.edits(number, "gaji 5 bulan")
    await place.settle()
    (edited,) = place.rina.inbox[before:]
    assert "gaji 5 bulan" in edited.text
    assert "diubah" in edited.text
    place.rina.edits(900, "diganti")
    await place.settle()
    assert place.rina.inbox[-1].text.startswith("Yang sudah dikirim tetap")
    assert await place.said_to(place.siti) == []


async def test_files_stay_in_the_console_on_both_sides(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.siti.sends_file("photo", b"\xff\xd8\xff\xe0", caption="paspor saya")
    place.siti.shares_location(24.7136, 46.6753)
    await place.settle()
    told = place.rina.inbox[-1].text
    assert "[Foto: silakan buka konsol] paspor saya" in told
    assert "[Lokasi: silakan buka konsol]" in told
    assert "46.67" not in told
    for kind in ("photo", "voice", "document"):
        place.rina.sends_file(kind, b"\xff\xd8\xff\xe0", caption="lihat ini")
        await place.settle()
        assert place.rina.inbox[-1].text.startswith("Tidak ada yang dikirim: dari sini hanya tulisan")
    assert await place.said_to(place.siti) == []


async def test_an_update_delivered_again_says_nothing_twice(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.rina.writes("sekali saja")
    (update,) = await place.telegram.delivery.take(place.offset, 0)
    for _time in range(3):
        await place.receive(update)
    await place.settle()
    assert await place.said_to(place.siti) == ["sekali saja"]
    assert sum(sent.text.startswith("Sedang dikirim") for sent in place.rina.inbox) == 1


async def test_words_of_a_member_and_of_contacts_that_come_together_all_arrive(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.rina.writes("Saya di sini.")
    place.siti.writes("halo?")
    place.telegram.person(77003, "Tono").writes("/start")
    updates = await place.telegram.delivery.take(place.offset, 0)
    place.offset = updates[-1]["update_id"] + 1
    await place.receive(*updates)
    await place.settle()
    assert await place.said_to(place.siti) == ["Saya di sini."]
    assert "halo?" in [m.text for m in (await place.read(place.siti))[1]]
    assert "senang bertemu" in place.telegram.person(77003).inbox[0].text


async def test_who_has_lost_the_talk_sends_nothing_more(place: Place) -> None:
    talk = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1]
    place.clock.tick(LEASE)
    await place.helpline.schedule.let_claims_lapse()
    await place.settle()
    assert "bukan milik Anda lagi" in place.rina.inbox[-1].text
    told = await place.answers(place.rina, talk, "masih saya?")
    assert await place.said_to(place.siti) == []
    assert told[-1].text.startswith(NOT_YOURS)


async def test_a_talk_that_was_passed_on_is_closed_to_who_had_it(place: Place) -> None:
    talk = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1]
    _tini, tini_id = await place.a_phone(88810002)
    conversation = (await place.read(place.siti))[0]

    def pass_on(tx: Transaction) -> None:
        now = conversations.get(tx, conversation.id, lock=True)
        after = transfer(now.ownership, place.rina_id, tini_id, place.clock.now())
        conversations.set_ownership(tx, now.id, now.ownership, after)
        case = cases.current(tx, now.contact.id)
        assert case is not None
        cases.assign(tx, case, tini_id)

    await place.helpline.database.write(pass_on)
    before = len(place.rina.inbox)
    await place.says(place.siti, "hanya untuk Tini")
    assert place.rina.inbox[before:] == []
    await place.answers(place.rina, talk, "saya lagi")
    assert "hanya untuk Tini" not in (await place.says(place.rina, "[Kembalikan kepada bot]"))[-1].text
    assert await place.said_to(place.siti) == []
    assert (await place.read(place.siti))[0].ownership.counsellor == tini_id
    assert (place.rina_id, Action.REPLY, False) in await place.acts()


async def test_of_two_who_take_over_one_does(place: Place) -> None:
    tini, _tini_id = await place.a_phone(88810002)
    await place.says(tini, "/meja")
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    told = (await place.says(tini, "[1. Ambil alih]"))[-1]
    assert told.text == "Konselor lain sudah mengambil alih obrolan ini."
    assert "gaji" not in told.text
    assert (await place.read(place.siti))[0].ownership.counsellor == place.rina_id


@pytest.mark.parametrize("turn", range(10))
async def test_two_phones_and_the_contact_at_once_make_one_owner(place: Place, turn: int) -> None:
    tini, tini_id = await place.a_phone(88810002)
    await place.says(tini, "/meja")
    await place.says(place.rina, "/meja")
    first, second = (place.rina, tini) if turn % 2 else (tini, place.rina)
    first.presses("1. Ambil alih")
    place.siti.writes("halo?")
    second.presses("1. Ambil alih")
    updates = await place.telegram.delivery.take(place.offset, 0)
    place.offset = updates[-1]["update_id"] + 1
    channel = next(iter(place.helpline.carrier.channels.values()))
    other = Helpline.of(place.helpline.database, place.clock, channel, roles=ON)  # another process
    made = [Update(CHANNEL, BOT, str(update["update_id"]), orjson.dumps(update)) for update in updates]
    await asyncio.gather(*((place.helpline if n % 2 else other).receive(update) for n, update in enumerate(made)))
    await other.close()
    await place.settle()
    owner = (await place.read(place.siti))[0].ownership.counsellor
    assert owner in (place.rina_id, tini_id)
    texts = {place.rina_id: place.rina.inbox, tini_id: tini.inbox}
    assert any("gaji saya tidak dibayar" in sent.text for sent in texts.pop(owner))
    (lost,) = texts.values()
    assert not any("gaji" in sent.text for sent in lost)
    assert lost[-1].text == "Konselor lain sudah mengambil alih obrolan ini."
    assert sum("dari tim kami sekarang bersama" in sent.text for sent in place.siti.inbox) == 1


async def test_a_removed_member_is_shown_nothing_and_sends_nothing(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    await place.helpline.database.write(staff.set_active, place.rina_id, False)
    before = len(place.rina.inbox)
    await place.says(place.siti, "rahasia")
    assert place.rina.inbox[before:] == []
    for said in ("/meja", "saya masih ada", "[Lihat giliran]", "[Kembalikan kepada bot]"):
        assert OFF in (await place.says(place.rina, said))[-1].text
    assert await place.said_to(place.siti) == []
    with pytest.raises(AssertionError):
        await place.read(place.rina)


async def test_who_is_excluded_sees_nothing_not_even_what_was_on_its_way(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    conversation = (await place.read(place.siti))[0]
    place.siti.writes("rahasia")
    (update,) = await place.telegram.delivery.take(place.offset, 0)
    place.offset = update["update_id"] + 1
    await place.receive(update)  # the news waits for its carrier

    def exclude(tx: Transaction) -> None:
        by = a_counsellor(tx, place.clock, Role.SUPERVISOR)
        access.exclude(tx, conversation.contact.id, place.rina_id, id=place.clock.new_id(), by=by, at=place.clock.now())

    await place.helpline.database.write(exclude)
    before = len(place.rina.inbox)
    await place.settle()
    assert place.rina.inbox[before:] == []
    told = await place.says(place.rina, "saya jawab", "/meja", "[Lihat giliran]", "[Kembalikan kepada bot]")
    assert not any(word in sent.text for sent in told for word in ("rahasia", conversation.contact.designation))
    assert await place.said_to(place.siti) == []
    assert {(action, granted) for _who, action, granted in (await place.acts())[2:]} == {("reply", False), ("hand_back", False)}


async def test_nothing_is_shown_or_sent_where_the_role_is_switched_off(place: Place) -> None:
    talk = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1]
    place.with_roles(Role.SUPERVISOR)
    before = len(place.rina.inbox)
    await place.says(place.siti, "rahasia")
    assert place.rina.inbox[before:] == []
    for said in ("/meja", "kepada Siti", "[Kembalikan kepada bot]"):
        assert OFF in (await place.says(place.rina, said))[-1].text
    await place.answers(place.rina, talk, "juga kepada Siti")
    assert await place.said_to(place.siti) == []
    with pytest.raises(AssertionError):  # what was meant for Siti is kept as nobody's message
        await place.read(place.rina)
    place.with_roles(Role.COUNSELLOR)
    assert "rahasia" in (await place.says(place.rina, "/meja", "[1. Baca]"))[-1].text


async def test_who_takes_the_consent_back_has_an_account_like_any_other_but_an_old_talk_takes_no_answer(place: Place) -> None:
    talk = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1]
    await place.helpline.database.write(second_desks.switch_off, place.rina_id)
    before = len(place.rina.inbox)
    await place.says(place.siti, "rahasia")
    assert place.rina.inbox[before:] == []
    assert OFF in (await place.answers(place.rina, talk, "kepada Siti"))[-1].text
    assert OFF in (await place.says(place.rina, "[Kembalikan kepada bot]"))[-1].text
    assert await place.said_to(place.siti) == []
    assert "senang bertemu" in (await place.says(place.rina, "/start"))[0].text


async def test_an_account_that_is_linked_anew_needs_a_new_consent(place: Place) -> None:
    def relink(tx: Transaction) -> None:
        staff_phones.offer(tx, place.rina_id, "CODE9999", place.clock.now())

    await place.helpline.database.write(relink)
    await place.says(place.telegram.person(88810009), "/petugas CODE9999")
    assert await place.helpline.database.read(second_desks.find, place.rina_id) is None
    assert "giliran" not in (await place.says(place.telegram.person(88810009), "/meja"))[0].text.lower()


async def test_a_button_that_is_too_old_says_so_and_shows_how_it_stands(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.clock.tick(LASTS + timedelta(minutes=1))
    told = (await place.says(place.rina, "[Kembalikan kepada bot]"))[-1].text
    assert told.startswith("Tombol ini sudah terlalu lama. Beginilah keadaannya sekarang.")
    assert (await place.read(place.siti))[0].ownership.counsellor == place.rina_id


@pytest.mark.parametrize(
    "data", ["d:", "d:read", "d:read::", "d:read:x:99999999999999", "d:burn:0:0", "d:list::-1", "d:read:0:²", "x"]
)
def test_what_is_no_button_of_ours_asks_for_nothing(clock: FrozenClock, data: str) -> None:
    assert pressed(data, clock.now()) == (None, None)


async def test_a_forged_button_opens_nobody_elses_talk(place: Place) -> None:
    conversation = (await place.read(place.siti))[0]
    tini, tini_id = await place.a_phone(88810002, Role.SUPERVISOR)
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    minute = int(place.clock.now().timestamp()) // 60
    for verb in ("read", "back", "away"):
        for where in (conversation.id, "f" * 32):
            press = {"id": "q1", "from": tini.sender, "chat_instance": "1", "data": f"d:{verb}:{where}:{minute}"}
            place.telegram.deliver("callback_query", press, tini.chat)
            await place.settle()
    assert not any(
        "gaji" in sent.text for sent in tini.inbox
    )  # a supervisor reads every case in the console, here only their own
    assert (await place.read(place.siti))[0].ownership.counsellor == place.rina_id
    assert [act for act in await place.acts() if act[0] == tini_id and act[2]] == []


async def test_the_call_leads_to_the_desk_by_one_button(place: Place) -> None:
    await place.says(place.telegram.person(77004, "Dewi"), "saya dipukul majikan", "tidak")
    await place.helpline.schedule.callout.look()
    await place.settle()
    assert place.rina.inbox[-1].text == "Ada giliran menunggu."
    assert "1. S" in (await place.says(place.rina, "[Lihat giliran]"))[-1].text


async def test_what_was_begun_in_the_console_is_not_lost_by_an_answer_from_the_phone(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    conversation = (await place.read(place.siti))[0]

    def begin(tx: Transaction) -> None:
        signs.give(tx, conversation, place.rina_id, place.clock.now(), typing=False, draft="yang panjang …")

    await place.helpline.database.write(begin)
    await place.says(place.rina, "yang pendek")
    assert await place.helpline.database.read(signs.draft, conversation, place.rina_id) == "yang panjang …"


async def test_erasing_a_contact_finds_what_was_written_to_them_from_a_phone(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]", "hanya untuk Siti")
    conversation = (await place.read(place.siti))[0]

    def linked(tx: Transaction) -> list[bytes]:
        statement = select(inbox_table.c.id).where(inbox_table.c.contact_id == conversation.contact.id)
        return [inbox.raw(tx, id) for id in tx.connection.execute(statement).scalars()]

    raw = await place.helpline.database.read(linked)
    assert [b"hanya untuk Siti" in one for one in raw].count(True) == 1


async def test_in_another_chat_the_same_number_is_another_message(place: Place) -> None:
    talk = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1]
    await place.helpline.database.write(staff_phones.offer, place.rina_id, "CODE9999", place.clock.now())
    await place.says(place.rina, "/petugas CODE9999")

    def agree(tx: Transaction) -> None:
        phone = staff_phones.find(tx, place.rina_id)
        assert phone is not None
        second_desks.switch_on(tx, phone, place.clock.now())

    await place.helpline.database.write(agree)
    assert (await place.answers(place.rina, talk, "kepada siapa?"))[-1].text.startswith("Tidak ada yang dikirim")
    assert await place.said_to(place.siti) == []


async def test_an_answer_renews_the_lease(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.clock.tick(timedelta(minutes=10))
    await place.says(place.rina, "masih di sini")
    until = (await place.read(place.siti))[0].ownership.lease_until
    assert until is not None
    assert until > place.clock.now() + LEASE - timedelta(minutes=1)


async def test_who_answered_from_the_phone_hears_there_that_it_did_not_arrive(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.telegram.blocked.add(place.siti.chat)
    told = [sent.text for sent in await place.says(place.rina, "halo?")]
    assert len(told) == 2
    assert told[1].endswith("tidak terkirim. Silakan lihat di konsol.")


async def test_a_slip_that_telegram_did_not_take_goes_again_and_is_made_anew(place: Place) -> None:
    await place.says(place.rina, "/meja", "[1. Ambil alih]")
    place.telegram.faults.append(Fault(502, "Bad Gateway"))
    tried = place.telegram.ledger.count("sendMessage")
    (told,) = await place.says(place.rina, "[Simpan dulu]")
    assert "disimpan dulu" in told.text
    assert place.telegram.ledger.count("sendMessage") == tried + 2


async def test_slips_are_forgotten_after_a_week(place: Place) -> None:
    talk = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1]
    place.clock.tick(timedelta(days=8))
    await place.helpline.schedule.forget_old()
    assert (await place.answers(place.rina, talk, "masih?"))[-1].text.startswith("Tidak ada yang dikirim")
    assert await place.helpline.database.read(slips.conversation_of, place.rina_id, str(talk.message_id)) is None


async def test_a_long_talk_is_shown_as_far_as_a_message_holds_it(place: Place) -> None:
    await place.says(place.siti, *(f"{number} " + "a" * 4000 for number in range(4)), "yang terakhir 🌾" + "🌾" * 1500)
    talk = (await place.says(place.rina, "/meja", "[1. Ambil alih]"))[-1].text
    assert units(talk) <= 4096
    assert "yang terakhir" in talk
    assert "Pesan sebelumnya ada di konsol." in talk


def test_the_newest_lines_are_kept() -> None:
    assert fitting(["a" * 10, "b" * 10, "c" * 10], 25) == ["b" * 10, "c" * 10]


async def test_with_the_desk_off_a_linked_account_is_a_contact_like_any_other(place: Place) -> None:
    def unlink(tx: Transaction) -> None:
        staff_phones.unlink(tx, place.rina_id)

    await place.helpline.database.write(unlink)
    assert "senang bertemu" in (await place.says(place.rina, "/start"))[0].text


async def test_a_talk_that_is_taken_in_the_console_can_be_read_on_the_phone(place: Place) -> None:
    conversation = (await place.read(place.siti))[0]

    def take(tx: Transaction) -> None:
        now = conversations.get(tx, conversation.id, lock=True)
        conversations.set_ownership(tx, now.id, now.ownership, take_over(now.ownership, place.rina_id, place.clock.now()))

    await place.helpline.database.write(take)
    assert "gaji saya tidak dibayar" in (await place.says(place.rina, "/meja", "[1. Baca]"))[-1].text
    kept = await place.helpline.database.read(messages.latest, conversation.id, conversation.contact.id)
    assert kept[-1].author is not Author.COUNSELLOR
