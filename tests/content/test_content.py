"""Every entry has its source, nothing unsure is shown, and a wrong file is told in one sentence."""

from dataclasses import asdict
from pathlib import Path

import pytest

import content
from bot.engine.places import OTHERS
from bot.flows.country import COUNTRY
from content.concepts import load_concepts
from content.countries import load_countries
from content.danger import WEIGHTS, keep_weights, load_weights
from content.directory import load_directory
from content.fields import load_fields
from content.reading import BadContent
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


@pytest.mark.parametrize("held", [b"", b"{}\n", b'{"severity": 1}\nx', b"nonsense"])
def test_wrong_weights_are_told(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(held)
    with pytest.raises(BadContent, match=r"weights\.bin"):
        load_weights(load_fields(), path)


def test_weights_are_read_as_they_were_kept(tmp_path: Path) -> None:
    """To the byte, so that nothing of what was learned is lost on the way."""
    weights, about, nets, cuts = load_weights(load_fields())
    path = tmp_path / "weights.bin"
    keep_weights(weights, about, nets, asdict(cuts), path)
    assert path.read_bytes() == WEIGHTS.read_bytes()
