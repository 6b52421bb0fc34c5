"""A lesson over the whole way of a message: the store remembers what was done, and a report comes before any lesson."""

from bot.engine.session import from_json
from helpline.messages import Author
from helpline.topics import Topic
from tests.letterbox import Letterbox, case_of


async def test_what_was_learnt_is_remembered_in_the_store(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "menu", "belajar", "[Pelajaran singkat]", "[Malaysia]", "[Rumah tangga]", "[Belum tahu]", "1")
    conversation, kept = await box.conversation_of(siti)
    assert conversation.session is not None
    memory = from_json(conversation.session).memory
    assert memory["destination"] == "MY"
    assert memory["job"] == "domestic"
    assert len(memory["done"]) == 1
    assert "Sudah selesai: 1 dari" in "\n".join(m.text for m in kept if m.author is Author.BOT)
    assert conversation.contact.country is None  # asking about a country does not say where one is


async def test_danger_inside_a_lesson_still_reaches_a_human(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "persiapan", "[Pelajaran singkat]", "[Malaysia]", "saya dipukul majikan")
    case = await case_of(box.helpline.database, siti)
    assert case is not None
    assert case.topic is Topic.VIOLENCE


async def test_who_reads_of_a_right_and_is_in_it_opens_a_case(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "persiapan", "[Hak saya]", "[Arab Saudi]", "[Paspor dan surat]", "[Ya, saya mau dibantu]")
    _conversation, kept = await box.conversation_of(siti)
    assert "Apakah Anda aman sekarang?" in kept[-1].text


async def test_a_quiz_answered_twice_counts_once(box: Letterbox) -> None:
    siti = box.person()
    await box.says(siti, "halo", "menu", "belajar", "[Pelajaran singkat]", "[Malaysia]", "[Rumah tangga]", "[Belum tahu]")
    data = await box.data_of(siti, "1️⃣")
    for number in (901, 902):
        box.deliver("callback_query", {"id": f"q{number}", "from": siti.sender, "data": data}, siti.chat)
    await box.drain()
    conversation, kept = await box.conversation_of(siti)
    assert conversation.session is not None
    assert len(from_json(conversation.session).memory["done"]) == 1
    told = "\n".join(m.text for m in kept if m.author is Author.BOT)
    assert told.count("Sudah selesai: 1 dari") == 1
    assert "Itu pertanyaan yang tadi" in kept[-1].text
