"""The engine never raises, never loses its way, and its session survives being written down."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.answers import NotUnderstood, free_text, one_of, plain, whole_number
from bot.engine.book import Book
from bot.engine.buttons import MAX_DATA
from bot.engine.check import check
from bot.engine.flow import Ask, Call, Choice, Choose, Collect, Decide, Do, Flow, Handover, Review, Say, Show, Step
from bot.engine.happenings import Said
from bot.engine.heard import Facts, Heard, Pressed, SentThing, Words
from bot.engine.resume import interrupt, repeat, resume
from bot.engine.session import Frame, Session, Thread, from_json, to_json
from bot.engine.text import Text
from bot.engine.words import global_word
from bot.flows import FLOWS
from helpline.severity import Severity
from helpline.topics import Topic
from tests.house import furnished

BOOK = furnished().book
FACTS = Facts("id")
BUTTONS = st.sampled_from(
    [
        f"v1:{f.name}:{name}:{c.value}"
        for f in FLOWS.values()
        for name, s in f.steps.items()
        if isinstance(s, Choose)
        for c in s.choices
    ]
)
HEARD: st.SearchStrategy[Heard] = st.one_of(
    st.builds(
        Words, st.one_of(st.text(max_size=40), st.sampled_from(["1", "2", "ya", "kembali", "menu", "sos", "lewati", "selesai"]))
    ),
    st.builds(Pressed, st.one_of(st.text(max_size=70), BUTTONS, st.sampled_from(["v1:!:menu", "v1:!:back", "v1:x:y:_skip"]))),
    st.builds(SentThing, st.sampled_from(["photo", "voice", "location"]), st.just("m")),
)


@settings(max_examples=300)
@given(st.sampled_from(sorted(FLOWS)), st.lists(HEARD, max_size=12))
def test_whatever_is_heard_the_engine_answers_and_its_session_can_be_written_down(flow: str, heard: list[Heard]) -> None:
    session, happenings = interrupt(BOOK, Session(), flow, FACTS)
    for one in heard:
        assert from_json(json.loads(json.dumps(to_json(session)))) == session
        session, happenings = resume(BOOK, session, one, FACTS)
        assert happenings
        for said in happenings:
            if isinstance(said, Said):
                assert all(len(b.data.encode()) <= MAX_DATA for row in said.buttons for b in row)


@given(st.text(max_size=200))
def test_answers_are_read_or_not_understood(words: str) -> None:
    for answer in (free_text(), whole_number(1, 60), one_of("x", {"a b": "1"})):
        try:
            answer.read(words)
        except NotUnderstood:
            continue
    plain(words)
    global_word(words)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", 3), ("tiga", 3), ("3 bulan", 3), ("kira2 dua", 2), ("0", None), ("61", None), ("3-4", None), ("", None)],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: int | None) -> None:
    if number is None:
        with pytest.raises(NotUnderstood):
            whole_number(1, 60).read(typed)
    else:
        assert whole_number(1, 60).read(typed) == number


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("MENU", "menu"), ("/start", "menu"), ("kembali", "back"), ("kembalii", "back"), ("bantuan", "help"),
        ("Bicara dengan petugas", "talk_to_human"), ("petgas", "talk_to_human"), ("SOS", "sos"), ("darurat!!", "sos"),
        ("bahasa", "language"), ("berhenti", "stop"), ("nomor", "numbers"), ("lapor", "report"),
        ("saya mau menu makan siang", None), ("ya", None), ("", None),
    ],
)  # fmt: skip
def test_the_words_that_work_everywhere(typed: str, word: str | None) -> None:
    assert global_word(typed) == word


def test_a_session_of_a_flow_that_is_gone_starts_the_menu() -> None:
    session, happenings = resume(BOOK, Session(Thread((Frame("gone", "x"),))), Words("halo"), FACTS)
    assert session.thread is not None
    assert session.thread.frames[0].flow == "menu"
    assert happenings


def test_the_present_question_can_be_repeated() -> None:
    session, first = interrupt(BOOK, Session(), "wages", FACTS)
    assert repeat(BOOK, session, FACTS) == (session, first)


def a_flow(steps: dict[str, Step], start: str = "a", name: str = "x") -> dict[str, Flow]:
    end = Flow("menu", Text("Menu"), "a", {"a": Handover(Text("Bye"), Topic.OTHER, Severity.S2)})
    return {"menu": end, name: Flow("x", Text("X"), start, steps)}


T = Text("Hello")
YES: Any = (Choice("yes", Text("Yes")),)
FAULTY: list[tuple[str, dict[str, Step]]] = [
    ("leads to nowhere", {"a": Say(T, "nowhere")}),
    ("no step leads here", {"a": Say(T), "b": Say(T)}),
    ("the start is no step", {"b": Say(T)}),
    ("runs in a circle", {"a": Say(T, "b"), "b": Say(T, "a")}),
    ("calls gone", {"a": Call("gone")}),
    ("decides by gone", {"a": Decide("gone", {"x": None})}),
    ("does gone", {"a": Do("gone")}),
    ("shows gone", {"a": Show("gone")}),
    ("has no choices", {"a": Choose(T, ())}),
    ("one value twice", {"a": Choose(T, YES + YES)}),
    ("keeps for itself", {"a": Choose(T, (Choice("_skip", T),))}),
    ("an empty text", {"a": Ask(Text(" "), free_text(), "x")}),
    ("longer than 1000", {"a": Collect(Text("x" * 1001), "x")}),
    ("longer than 40", {"a": Choose(T, (Choice("a", Text("x" * 41)),))}),
    ("more than 64 bytes", {"a": Choose(T, (Choice("x" * 70, T),))}),
]


@pytest.mark.parametrize(("told", "steps"), FAULTY, ids=[row[0] for row in FAULTY])
def test_a_faulty_flow_is_found_before_anybody_chats(told: str, steps: dict[str, Step]) -> None:
    assert any(told in str(fault) for fault in check(Book(a_flow(steps), {})))


def test_a_menu_without_a_way_to_a_human_is_a_fault() -> None:
    menu = Flow("menu", Text("Menu"), "a", {"a": Review(T)})
    assert any("no handover" in str(fault) for fault in check(Book({"menu": menu}, {})))


def test_the_shipped_flows_have_no_faults() -> None:
    assert check(BOOK) == []
