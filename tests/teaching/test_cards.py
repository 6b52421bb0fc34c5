"""The cards that teach: nothing too long, nothing too old, nothing unsure, and a plain word where there is no page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import showing
from bot.cards import Reader
from bot.engine.heard import Facts
from bot.rehearse import Rehearsal
from content.library import EVERYWHERE
from helpline.contacts import Contact, Situation
from helpline.destinations import Matter, Part
from helpline.directory import is_sure, may_be_shown
from helpline.statements import GRACE
from tests.content.test_library import COUNTRIES
from tests.house import furnished

HOUSE = furnished()
NOW = datetime(2026, 12, 1, 1, tzinfo=UTC)
LONGEST_CARD = 2600


def read(card: str, country: str | None = "MY", now: datetime = NOW, language: str = "id", **answers: Any) -> str:
    situation = answers.pop("situated", Situation.PREPARING)
    contact = Contact("1", "web", "Melati Teduh 47", language, situation, country)
    memory = answers.pop("memory", {})
    return showing.card(card, HOUSE, Reader(contact, None, 0, now, (), answers, memory))


@pytest.mark.parametrize("country", [*COUNTRIES, "KW", None])
def test_every_part_and_every_right_fits_a_small_screen(country: str | None) -> None:
    for part in Part:
        told = read("destination_part", country, part=part)
        assert len(told) <= LONGEST_CARD, (country, part, len(told))
        assert "Sumber:" in told or "Saran umum" in told
    for matter in Matter:
        assert len(read("rights_card", country, situation=matter)) <= LONGEST_CARD, (country, matter)


@pytest.mark.parametrize("country", [*COUNTRIES, "KW", "OM"])
def test_no_number_is_shown_that_may_not_be_shown(country: str) -> None:
    shown = {n for e in HOUSE.directory if may_be_shown(e) for n in (e.phone, e.phone_abroad, e.whatsapp) if n}
    hidden = {n for e in HOUSE.directory if not may_be_shown(e) for n in (e.phone, e.whatsapp) if n} - shown
    told = read("destination_part", country, part="trouble") + read("rights_card", country, situation="wages")
    assert any(number in told for number in shown)
    assert hidden & set(told.splitlines()) == set()


def test_a_country_without_a_page_is_said_and_its_mission_is_shown() -> None:
    assert "belum punya halaman untuk Kuwait" in read("destination_head", "KW")
    mission = next(e for e in HOUSE.directory if e.id == "kw-kbri")
    assert str(mission.phone) in read("destination_part", "KW", part="trouble")
    assert "semua negara" in read("destination_head", None)


def test_a_number_that_works_only_there_says_so_to_who_is_elsewhere() -> None:
    assert "911 (hanya dari dalam Arab Saudi)" in read("rights_card", "SG", situation="wages", destination="SA")
    assert "911 (hanya" in read("rights_card", "SA", situation="wages")  # who prepares is still at home
    assert "911 (hanya" not in read("rights_card", "SA", situation="wages", situated=Situation.ABROAD)
    assert "911 (hanya" in read("numbers_to_call", "SA", situated=Situation.ABROAD)  # it is passed on
    assert "0800-1000 (hanya dari dalam Indonesia)" in read("numbers_to_call", "SA", situated=Situation.FAMILY)


def test_who_is_abroad_is_told_the_first_words_also_in_the_language_there() -> None:
    for card in ("emergency_numbers", "numbers_to_call"):
        told = read(card, "SA", situated=Situation.ABROAD)
        assert "Saya warga negara Indonesia, saya butuh bantuan" in told
        assert "أنا من إندونيسيا" in told
        assert "I am Indonesian" in read(card, "KW", situated=Situation.ABROAD)
        assert "warga negara Indonesia" not in read(card, "SA", situated=Situation.FAMILY)


def test_hours_are_told_by_the_clock_there_and_whether_it_is_open_now_by_ones_own() -> None:
    open_now = datetime(2026, 12, 1, 1, tzinfo=UTC)  # Tuesday, 10.00 in Seoul
    told = read("numbers_to_call", "KR", open_now, situated=Situation.FAMILY)
    assert "Senin–Jumat 09.00–22.00, waktu Seoul" in told
    assert "sekarang buka sampai pukul 20.00 (WIB)" in told
    told = read("numbers_to_call", "KR", open_now - timedelta(hours=2), situated=Situation.ABROAD)
    assert "sekarang tutup. Buka lagi Selasa, 1 Desember 2026 pukul 09.00 (Seoul)" in told
    assert "sekarang" not in read("numbers_to_call", "TW", situated=Situation.ABROAD)  # «24 jam», and nothing invented


PLACES = [*(country.code for country in HOUSE.shelf.shipped.countries), "XX", None]


@pytest.mark.parametrize("situation", [None, *Situation])
def test_in_danger_something_sure_stands_in_every_card_of_every_country_and_need(situation: Situation | None) -> None:
    for country in PLACES:
        contact = Contact("1", "web", "Melati Teduh 47", "id", situation, country)
        sure = [entry for entry in HOUSE.directory if is_sure(entry, contact.dials_from)]
        unsure = [e for e in HOUSE.directory if not may_be_shown(e)]
        cards = [("emergency_numbers", {}), ("numbers_to_call", {}), ("destination_part", {"part": Part.TROUBLE})]
        for card, answers in [*cards, *(("rights_card", {"situation": matter}) for matter in Matter)]:
            told = showing.card(card, HOUSE, Reader(contact, None, 0, NOW, (), answers, {}))
            assert any(entry.name in told for entry in sure), (card, country, answers)
            assert not any(f"\n{entry.name}\n" in told for entry in unsure), (card, country)


def test_a_fact_past_its_review_is_marked_and_then_no_longer_shown() -> None:
    wage = "RM 1.500"
    due = datetime(2027, 2, 1, tzinfo=UTC)
    assert wage in read("destination_part", part="wages")
    assert "mungkin sudah berubah" in read("destination_part", now=due, part="wages")
    assert wage not in read("destination_part", now=due + GRACE, part="wages")


def test_every_fact_that_was_looked_up_bears_its_year() -> None:
    told = read("destination_part", part="wages")
    assert re.search(r"RM 1\.500 sebulan.*\(2022\)", told)


def test_taiwan_is_not_told_what_does_not_hold_there() -> None:
    assert "melarang biaya penempatan" not in read("destination_part", "TW", part="fees")
    assert "melarang biaya penempatan" in read("destination_part", "SG", part="fees")


def test_a_withdrawn_lesson_and_a_withdrawn_phrase_are_no_error() -> None:
    assert "baru saja ditarik" in read("lesson", lesson="gone")
    assert "Sudah selesai" in read("lesson_explained", lesson="gone", judged="wrong")
    assert read("phrase_shown", book="ko", phrase="gone")


@pytest.mark.parametrize("id", HOUSE.library.lessons)
def test_a_lesson_and_its_explanation_fit_a_small_screen(id: str) -> None:
    assert len(read("lesson", lesson=id)) <= 900
    explained = read("lesson_explained", lesson=id, judged="wrong")
    assert HOUSE.library.lessons[id].choices[HOUSE.library.lessons[id].right - 1] in explained
    assert len(explained) <= 700


def test_what_is_left_of_the_wage_is_said_plainly() -> None:
    found = {"months": 12, "total": 12_000_000, "interest": 0}
    told = read("debt_result", repayment=found, debt=12_000_000, monthly=1_000_000, wage=4_000_000)
    assert "12 bulan" in told
    assert "12-2027" in told
    assert "Rp 3.000.000" in told
    assert "tidak ada sisa" in read("debt_result", repayment=found, debt=12, monthly=5, wage=5).lower()
    endless = {"months": None, "total": 0, "interest": 0}
    assert "tidak pernah lunas" in read("debt_result", repayment=endless, debt=12, monthly=5)


def test_in_english_the_frame_is_english_and_the_content_indonesian() -> None:
    told = read("destination_part", language="en", part="wages")
    assert "Source:" in told
    assert "Gaji dibayar" in told


def test_phrases_wait_for_tomorrow_when_enough_is_learnt() -> None:
    assert f"{NOW + timedelta(days=1):%d-%m-%Y}" in read("phrases_done", book="ko")
    known = {p.id: [2, None, 9.0, 5.0, 30_000_000, 29_000_000] for p in HOUSE.library.phrasebooks["ko"].phrases}
    assert "15-01-2027" in read("phrases_done", book="ko", memory={"phrases": {"ko": known}})


def test_a_memory_that_was_tampered_with_is_no_error() -> None:
    memory = {"done": "x", "phrases": [1], "ticked": 3, "job": "king", "departure": "soon", "new_phrases": "many"}
    assert read("lesson_explained", lesson="offer_real", memory=memory)
    assert read("checklist", checklist="packing", memory=memory)
    assert read("phrases_done", book="ko", memory=memory)


def test_who_is_in_danger_has_words_to_show() -> None:
    assert "救命" in read("destination_part", "HK", part="trouble")
    assert "Show this" not in read("destination_part", "ID", part="trouble")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=40), st.sampled_from([*COUNTRIES, "KW", None]))
def test_whatever_is_pressed_every_card_can_be_shown(presses: list[int], country: str | None) -> None:
    rehearsal = Rehearsal(HOUSE.book, HOUSE.wording, HOUSE, Facts("id", "preparing", country))
    rehearsal.begin("prepare")
    for press in presses:
        labels = [*rehearsal.offered, "kembali", "kembali", "3 juta", "apa"]
        said = labels[press % len(labels)]
        lines = rehearsal.hear(f"[{said}]" if said in rehearsal.offered else said)
        assert lines
        if "Menu" not in rehearsal.offered:
            rehearsal.begin("prepare")


def test_whoever_is_told_everywhere_is_told_by_everybody() -> None:
    assert replace(HOUSE.library.destination("XX")).code == EVERYWHERE
