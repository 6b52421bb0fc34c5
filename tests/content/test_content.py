"""Every entry has its source, nothing unsure is shown, and a wrong file is told in one sentence."""

from dataclasses import asdict
from pathlib import Path

import pytest

import content
from bot.engine.places import OTHERS
from bot.flows.country import COUNTRY
from content.concepts import load_concepts
from content.countries import load_countries
from content.danger import WEIGHTS, keep_learned, load_learned
from content.directory import load_directory
from content.fields import load_fields
from content.reading import HERE, BadContent
from helpline.directory import Confidence, EntryKind, emergency_entries, entries_for, may_be_shown

LOADED = content.load()
GOOD = "- {id: a, country: MY, serves: [MY], kind: mission, name: Abc, source: Abc, confidence: high, public: true, phone: '999'}"


def test_every_entry_names_its_source() -> None:
    assert all(entry.source.strip() for entry in LOADED.directory)


def test_nothing_of_low_confidence_and_nothing_for_staff_is_shown() -> None:
    shown = [entry for country in LOADED.countries for entry in entries_for(LOADED.directory, country.code)]
    assert shown
    assert all(entry.public and entry.confidence is not Confidence.LOW for entry in shown)
    assert any(not may_be_shown(entry) for entry in LOADED.directory)


def test_wherever_somebody_presses_sos_there_is_a_number() -> None:
    without_local = {"LA", "MM", "SY"}  # no emergency number of these countries is sourced well enough
    for country in LOADED.countries:
        entries = emergency_entries(LOADED.directory, country.code)
        kinds = {entry.kind for entry in entries if entry.country == country.code}
        assert EntryKind.MISSION in kinds or country.code in {"ID", "CN"}, country.code
        assert EntryKind.EMERGENCY in kinds or country.code in without_local, country.code
    assert emergency_entries(LOADED.directory, None)


def test_the_flow_offers_only_countries_that_the_content_knows() -> None:
    known = {country.code for country in LOADED.countries}
    offered = {choice.value for choice in COUNTRY.steps["which"].choices} - {"other"}  # type: ignore[union-attr]
    assert offered | set(OTHERS.values()) == known


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("id: a", "id: 'A B'"), "A B: id"),
        (GOOD.replace("phone: '999'", "phone: 'telepon'"), "a: phone"),
        (GOOD.replace("public: true", "public: true, colour: red"), "a: colour"),
        (GOOD.replace(", source: Abc", ""), "a: source"),
        (f"{GOOD}\n{GOOD}", "directory.yaml, line 2: entry a stands there twice"),
        (f"{GOOD}\n{GOOD.replace(', source: Abc', '').replace('id: a', 'id: b')}", "directory.yaml, line 2: entry b: source"),
        (GOOD.replace("public: true", "public: true, open: weekdays, zone: Asia/Seoul"), "opening hours are written like this"),
        (GOOD.replace("public: true", "public: true, open: mon 09:00-17:00"), "need the time zone"),
        (GOOD.replace("public: true", "public: true, zone: Asia/Seoul"), "belong to opening hours"),
        ("- [", "cannot be read"),
        ("just words", "directory.yaml"),
    ],
)
def test_a_wrong_directory_is_told_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "directory.yaml"
    path.write_text(text)
    with pytest.raises(BadContent) as refused:
        load_directory(path)
    assert told in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_a_zone_that_does_not_exist_is_told(tmp_path: Path) -> None:
    path = tmp_path / "countries.yaml"
    path.write_text("- {code: XX, id: A, en: A, zones: [Asia/Nowhere]}")
    with pytest.raises(BadContent, match="entry XX: zones"):
        load_countries(path)


@pytest.mark.parametrize("text", ["no colon\n", "hit: dipukul\n", "HIT!:\n"])
def test_wrong_concepts_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "concepts.txt"
    path.write_text(text)
    with pytest.raises(BadContent, match=r"concepts\.txt: line 1"):
        load_concepts(path)


@pytest.mark.parametrize("name", ["fields.txt", "senses.txt"])
@pytest.mark.parametrize("text", ["no colon\n", "two words: satu\n", "hit:\n", "hit: pukul\nhit: gebug\n"])
def test_wrong_fields_and_senses_are_told(tmp_path: Path, name: str, text: str) -> None:
    for shipped in ("fields.txt", "senses.txt"):
        (tmp_path / shipped).write_text((HERE / shipped).read_text())
    (tmp_path / name).write_text(text)
    with pytest.raises(BadContent, match=rf"{name}: line {text.count(chr(10))} must be name: word word"):
        load_fields(tmp_path / "fields.txt", tmp_path / "senses.txt")


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("pukul", "nggebug"),  # Javanese
        ("pukul", "epokol"),  # Madurese
        ("memukuli", "beaten"),
        ("lapar", "luwe"),
        ("dilempar", "diuncali"),
        ("nangis", "ceurik"),  # Sundanese
        ("mati", "mate"),  # Sasak
        ("dipasung", "shackled"),
        ("gaji", "wages"),
    ],
)
def test_words_that_mean_the_same_share_a_sense_in_whatever_form_and_language(word: str, other: str) -> None:
    fields = load_fields()
    senses, others = ({place for place in fields.of(one) if place >= fields.broad} for one in (word, other))
    assert senses & others


def test_a_field_is_broad_and_a_sense_is_narrow() -> None:
    fields = load_fields()
    assert fields.names[: fields.broad] == tuple(sorted(fields.names[: fields.broad]))
    assert {"strike", "body", "weather"} <= set(fields.names[: fields.broad])
    assert {"hit_beat", "passport"} <= set(fields.names[fields.broad :])


@pytest.mark.parametrize("held", [b"", b"{}\n", b'{"severity": 1}\nx', b"nonsense"])
def test_wrong_weights_are_told(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(held)
    with pytest.raises(BadContent, match=r"weights\.bin"):
        load_learned(load_fields(), path)


def test_weights_are_read_as_they_were_kept(tmp_path: Path) -> None:
    """To the byte, so that nothing of what was learned is lost on the way."""
    learned, cuts = load_learned(load_fields())
    path = tmp_path / "weights.bin"
    keep_learned(learned, asdict(cuts), path)
    assert path.read_bytes() == WEIGHTS.read_bytes()
