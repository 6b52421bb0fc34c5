"""Whatever is sent: kept for a counsellor, answered in Indonesian where a person waits, and nothing breaks."""

from datetime import timedelta
from typing import Any

import pytest

from helpline.messages import Author, Kind
from storage import messages, tasks
from storage.media import MediaState
from storage.messages import Message
from tests.clock import FrozenClock
from tests.letterbox import Letterbox

PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]}
CARD = {"contact": {"first_name": "Pak", "last_name": "Budi", "phone_number": "+62811", "user_id": 5}}
FORWARD = {"text": "lihat ini", "forward_origin": {"type": "user", "date": 1}, "forward_date": 1}

ODD: list[tuple[str, dict[str, Any], Kind]] = [
    ("empty", {"text": ""}, Kind.TEXT),
    ("very long", {"text": "tolong baca " * 800}, Kind.TEXT),
    ("emoji only", {"text": "😭😭😭"}, Kind.TEXT),
    ("right-to-left marks", {"text": "\u202e\u200fsaya\u202c bingung"}, Kind.TEXT),
    ("NUL", {"text": "sa\x00ya bingung"}, Kind.TEXT),
    ("half a character", {"text": "saya \ud83d bingung"}, Kind.TEXT),
    ("forwarded", FORWARD, Kind.TEXT),
    ("contact card of another person", CARD, Kind.CONTACT_CARD),
    ("photo alone", PHOTO, Kind.PHOTO),
    ("photo with words", PHOTO | {"caption": "ini kontrak saya"}, Kind.PHOTO),
    ("voice", {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, Kind.VOICE),
    ("audio", {"audio": {"file_id": "a", "file_unique_id": "a", "duration": 3}}, Kind.AUDIO),
    ("video", {"video": {"file_id": "d", "file_unique_id": "d", "duration": 3}}, Kind.VIDEO),
    ("round video", {"video_note": {"file_id": "n", "file_unique_id": "n", "length": 3}}, Kind.VIDEO),
    ("document", {"document": {"file_id": "f", "file_unique_id": "f", "file_name": "surat.pdf"}}, Kind.DOCUMENT),
    ("sticker", {"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "😢"}}, Kind.STICKER),
    ("place", {"location": {"latitude": 3.1, "longitude": 101.7}}, Kind.LOCATION),
    ("venue", {"venue": {"location": {"latitude": 3.1, "longitude": 101.7}, "title": "Pasar"}}, Kind.LOCATION),
    ("poll", {"poll": {"id": "1", "question": "?", "options": []}}, Kind.UNKNOWN),
    ("dice", {"dice": {"emoji": "🎲", "value": 3}}, Kind.UNKNOWN),
    ("something of tomorrow", {"hologram": {"id": 1}}, Kind.UNKNOWN),
    ("nothing at all", {}, Kind.UNKNOWN),
]


@pytest.mark.parametrize(("content", "kind"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
async def test_odd_messages_are_kept_and_answered(box: Letterbox, content: dict[str, Any], kind: Kind) -> None:
    siti = box.person()
    await box.says(siti, "halo", "[Mulai]")
    siti.sends(content)
    await box.drain()
    _conversation, kept = await box.conversation_of(siti)
    received = [m for m in kept if m.author is Author.CONTACT][-1]
    assert received.kind is kind
    assert kept[-1].author is Author.BOT
    cries = "😭" in str(content) or "tolong" in str(content)
    gentle = ("Apakah Anda aman sekarang?", "Boleh saya tanya langsung")  # which of them, the danger sense says
    assert any(asked in kept[-1].text for asked in (gentle if cries else ("bahasa apa",)))
    assert await box.helpline.database.read(tasks.open_tasks) == []


async def test_a_voice_note_where_a_number_is_asked_is_kept_and_the_number_asked_again(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "lapor", "lapor", "[Ya, saya aman]", "[Malaysia]", "[Gaji]", "[Tidak dibayar]")
    siti.sends_file("voice", b"OggS")
    await box.drain()
    last = (await box.heard_by(siti))[-1]
    assert "sudah kami terima" in last
    assert "Gaji berapa bulan" in last


async def test_an_album_is_answered_once_and_every_photo_is_kept(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "[Mulai]")
    siti.sends_album([b"1", b"2", b"3"])
    await box.drain()
    _conversation, kept = await box.conversation_of(siti)
    assert [m.kind for m in kept].count(Kind.PHOTO) == 3
    assert sum("sudah kami terima" in m.text for m in kept) == 1


async def test_an_edit_keeps_what_was_said_before_and_is_read_for_danger(box: Letterbox) -> None:
    siti = box.person()
    siti.sends({"message_id": 500, "text": "saya baik"})
    await box.drain()
    siti.edits(500, "saya ingin mati saja")
    await box.drain()
    conversation, kept = await box.conversation_of(siti)
    assert [m.text for m in kept if m.author is Author.CONTACT] == ["saya ingin mati saja"]
    assert await versions(box, conversation.contact.id, kept[0]) == ["saya baik"]


async def test_an_edit_of_a_message_never_seen_counts_as_new(box: Letterbox) -> None:
    siti = box.person()
    siti.edits(77, "halo")
    await box.drain()
    assert len(await box.heard_by(siti)) == 1


async def test_a_blocked_bot_is_noted_and_a_return_too(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "petugas")
    siti.blocks()
    await box.drain()
    conversation, kept = await box.conversation_of(siti)
    assert not conversation.contact.reachable
    assert kept[-1].kind is Kind.BLOCKED
    await box.says(siti, "saya kembali")
    assert (await box.conversation_of(siti))[0].contact.reachable


@pytest.mark.parametrize(
    "chat",
    [{"id": -5, "type": "group"}, {"id": -1005, "type": "supergroup"}, {"id": -1006, "type": "channel"}],
    ids=lambda chat: str(chat["type"]),
)
async def test_groups_and_channels_are_left_alone(box: Letterbox, chat: dict[str, Any]) -> None:
    siti = box.person()
    kind = "channel_post" if chat["type"] == "channel" else "message"
    box.deliver(kind, {"message_id": 1, "date": 1, "chat": chat, "from": siti.sender, "text": "halo"}, 1)
    await box.drain()
    assert await box.helpline.postman.deliver_once() == 0
    assert await box.helpline.database.read(tasks.open_tasks) == []


async def test_another_bot_gets_no_answer(box: Letterbox) -> None:
    robot = box.person(99)
    box.deliver("message", {"message_id": 1, "chat": {"id": 99, "type": "private"}, "from": robot.sender | {"is_bot": True}}, 1)
    await box.drain()
    assert await box.helpline.postman.deliver_once() == 0


async def test_a_file_too_big_to_fetch_is_named_so(box: Letterbox) -> None:
    siti = box.person()
    siti.sends_file("document", b"x" * 20_000_001)
    siti.sends_file("photo", b"\xff\xd8\xff")
    await box.drain()
    await box.helpline.fetcher.fetch_once()
    _conversation, kept = await box.conversation_of(siti)
    assert [file.state for m in kept for file in m.media] == [MediaState.TOO_BIG, MediaState.STORED]


async def test_a_file_that_cannot_be_had_is_tried_again_and_then_given_up(box: Letterbox, clock: FrozenClock) -> None:
    siti = box.person()
    siti.sends_file("photo", b"1")
    box.files.clear()
    await box.drain()
    for _attempt in range(12):
        await box.helpline.fetcher.fetch_once()
        clock.tick(timedelta(minutes=5))
    _conversation, kept = await box.conversation_of(siti)
    assert kept[0].media[0].state is MediaState.FAILED


async def versions(box: Letterbox, contact_id: str, message: Message) -> list[str]:
    return [text for _at, text in await box.helpline.database.read(messages.versions, contact_id, message.id)]
