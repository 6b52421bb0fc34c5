"""What the engine remembers beyond a run, what it works out, and a button of a lesson that is over."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.engine import buttons
from bot.engine.answers import NotUnderstood, amount
from bot.engine.book import Book
from bot.engine.check import LONGEST_ABOUT, check
from bot.engine.flow import Choice, Choose, Flow, Reckon, Reckoned, Show
from bot.engine.happenings import CardShown, Said
from bot.engine.heard import Facts, Pressed, Words
from bot.engine.resume import OLD_BUTTON, go_on, interrupt, resume
from bot.engine.session import Session, from_json, to_json
from bot.engine.text import Text
from bot.flows import FLOWS
from tests.house import furnished

HOUSE = furnished()
BOOK = HOUSE.book
FACTS = Facts("id", country="MY", situation="preparing")


def heard(session: Session, said: str, *, pressed: bool = False) -> tuple[Session, list[Any]]:
    """One turn, with the session through JSON as the store keeps it."""
    kept = from_json(json.loads(json.dumps(to_json(session))))
    session, happened = resume(BOOK, kept, Pressed(said) if pressed else Words(said), FACTS)
    return session, list(happened)


def in_a_lesson() -> Session:
    session, _ = interrupt(BOOK, Session(), "lesson", FACTS)
    for said in ("lewati", "belum tahu"):
        session, _ = heard(session, said)
    return session


def data_of(session: Session, value: str) -> str:
    _session, happened = resume(BOOK, session, Words("???"), FACTS)
    asked = next(h for h in reversed(happened) if isinstance(h, Said) and h.buttons)
    return next(b.data for row in asked.buttons for b in row if b.data.split(":")[-1].startswith(value))


def test_a_quiz_answered_twice_counts_once() -> None:
    session = in_a_lesson()
    pressed = data_of(session, "1")
    first = session.thread.answers["lesson"] if session.thread else ""
    session, _ = heard(session, pressed, pressed=True)
    session, again = heard(session, pressed, pressed=True)
    assert any(isinstance(h, Said) and h.text == OLD_BUTTON for h in again)
    session, _ = heard(session, "pelajaran berikutnya")
    second = session.thread.answers["lesson"] if session.thread else ""
    session, late = heard(session, pressed, pressed=True)
    assert any(isinstance(h, Said) and h.text == OLD_BUTTON for h in late)
    assert session.thread is not None
    assert session.thread.answers["lesson"] == second != first
    assert session.memory["done"] == [first]


def test_a_lesson_withdrawn_while_someone_is_in_it_is_passed_over() -> None:
    session = in_a_lesson()
    assert session.thread is not None
    gone = replace(session.thread, answers={**session.thread.answers, "lesson": "withdrawn_yesterday"})
    session = replace(session, thread=gone)
    session, happened = heard(session, "2")
    assert isinstance(happened[0], CardShown)
    assert happened[0].card == "lesson_explained"
    session, happened = heard(session, "pelajaran berikutnya")
    assert session.thread is not None
    assert session.thread.answers["lesson"] in HOUSE.library.lessons


def test_what_is_remembered_outlives_the_thread_and_every_interruption() -> None:
    session = in_a_lesson()
    session, _ = heard(session, "1")
    done = session.memory["done"]
    for said in ("menu", "sos", "tidak"):
        session, _ = heard(session, said)
    assert session.memory["done"] == done
    assert session.memory["planned"] is True
    assert from_json(json.loads(json.dumps(to_json(session)))).memory == session.memory
    session, _ = interrupt(BOOK, session, "lesson", FACTS)
    assert session.thread is not None
    assert session.thread.answers["lesson"] not in done


def test_a_course_pauses_while_a_problem_is_reported_and_goes_on_after_the_human() -> None:
    session = in_a_lesson()
    session, _ = heard(session, "sos")
    session, _ = heard(session, "tidak")
    assert session.thread is None
    session, happened = go_on(BOOK, session, FACTS)
    assert session.thread is not None
    assert session.thread.frames[-1].step == "quiz"
    assert any(isinstance(h, CardShown) and h.card == "lesson" for h in happened)


def test_a_session_of_an_older_version_has_no_memory() -> None:
    assert from_json({"thread": None, "suspended": []}).memory == {}
    assert from_json({"thread": None, "memory": None}).memory == {}


def test_what_is_forgotten_leaves_and_what_is_none_already_stays() -> None:
    def forget(_answers: Mapping[str, Any], _memory: Mapping[str, Any], _facts: Facts) -> Reckoned:
        return Reckoned({"a": None, "c": 3}, {"m": None})

    asked = Choose(Text("?"), (Choice("x", Text("X")),), save_as="b")
    book = Book({"f": Flow("f", Text("F"), "r", {"r": Reckon("forget", then="q"), "q": asked})}, reckonings={"forget": forget})
    session, _ = interrupt(book, Session(memory={"m": 1, "n": 2}), "f", FACTS)
    assert session.memory == {"n": 2}
    assert session.thread is not None
    assert session.thread.answers == {"c": 3}


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Reckon("nobody"), "reckons by nobody"),
        (Choose(Text("?"), (Choice("x", Text("X")),), card="none"), "shows none, which is no card"),
        (Choose(Text("?"), (Choice("x" * 40, Text("X")),), about="lesson"), "bytes"),
        (Show("none"), "no card"),
    ],
)
def test_check_names_what_does_not_exist(step: Any, told: str) -> None:
    book = Book({"f": Flow("f", Text("F"), "s", {"s": step})}, {})
    assert any(told in str(fault) for fault in check(book))


def test_no_button_grows_too_long_by_what_it_is_about() -> None:
    longest = max(map(len, [*HOUSE.library.lessons, *(p.id for b in HOUSE.library.phrasebooks.values() for p in b.phrases)]))
    assert longest <= LONGEST_ABOUT
    assert check(BOOK) == []
    assert all(buttons.ABOUT not in name for name in HOUSE.library.lessons)


def test_every_lesson_of_a_path_can_be_walked_to_its_end() -> None:
    for country in ("MY", "SG", "HK", "TW", "SA", "AE", "KR", "JP", "BN", "QA"):
        facts = replace(FACTS, country=country)
        session, _ = interrupt(BOOK, Session(memory={"planned": True, "job": "domestic"}), "lesson", facts)
        for _ in range(60):
            if session.thread is None or session.thread.frames[-1].step != "quiz":
                break
            session, _ = resume(BOOK, session, Words("2"), facts)
            session, _ = resume(BOOK, session, Words("pelajaran berikutnya"), facts)
        assert session.thread is not None
        assert session.thread.frames[-1].step == "again", country
        assert len(session.memory["done"]) >= 30


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("5 juta", 5_000_000),
        ("1,5 juta", 1_500_000),
        ("1.5jt", 1_500_000),
        ("Rp 5.000.000", 5_000_000),
        ("500 ribu", 500_000),
        ("500rb", 500_000),
        ("15000000", 15_000_000),
        ("sekitar 2 juta saja", 2_000_000),
        ("Rp5.000.000,-", 5_000_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_it_is_written(said: str, value: int) -> None:
    assert amount().read(said) == value


@pytest.mark.parametrize("said", ["", "banyak", "5 atau 6 juta", "5-6 juta", "1,5", "12.34.56", "999999999999 juta", "-"])
def test_what_is_no_single_amount_is_asked_again(said: str) -> None:
    with pytest.raises(NotUnderstood):
        amount().read(said)


def test_who_learns_for_hours_carries_no_endless_way_back() -> None:
    session = Session(memory={"planned": True})
    session, _ = interrupt(BOOK, session, "phrases", FACTS)
    facts = FACTS
    for minute in range(400):
        facts = replace(facts, now=facts.now + timedelta(minutes=11))
        session, _ = resume(BOOK, session, Words("lihat" if minute % 2 == 0 else "lupa"), facts)
        if session.thread is None or session.thread.frames[-1].step not in ("say", "rate"):
            break
    assert len(json.dumps(to_json(session))) < 25_000


def test_every_flow_of_preparation_is_reached_from_the_menu() -> None:
    reached = {choice.value for choice in FLOWS["prepare"].steps["what"].choices}  # type: ignore[union-attr]
    assert reached == {"lesson", "phrases", "destination", "rights", "checklist", "offer_check", "contract_check", "costs"}
