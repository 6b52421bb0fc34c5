"""The shelf: what was published at the desk lies over the shipped files; what cannot stand is left out and named."""

from dataclasses import replace

import pytest

from content import load
from content.entries import EntryKind, NoSuchEntry, applied, mark, may_be_withdrawn, parts, rows
from content.shelf import Shelf
from helpline.editions import Change

CONTENT = load()
ROWS = dict(rows(CONTENT))


def test_every_entry_put_back_as_it_is_changes_nothing() -> None:
    made = CONTENT
    for key, row in ROWS.items():
        made = applied(made, key, row)
    assert made == CONTENT
    assert {kind: sum(parts(key)[0] is kind for key in ROWS) > 5 for kind in EntryKind} == dict.fromkeys(EntryKind, True)


def test_a_new_text_a_withdrawal_and_a_return_to_what_was_shipped() -> None:
    shelf = Shelf(CONTENT)
    title = {**ROWS["lessons/no_fee"], "title": "Judul baru"}
    assert shelf.catch_up(1, lambda: {"lessons/no_fee": (Change.TEXT, title), "lessons/heat": (Change.WITHDRAWN, None)})
    assert shelf.library.lessons["no_fee"].title == "Judul baru"
    assert "heat" not in shelf.library.lessons
    assert not shelf.catch_up(1, lambda: pytest.fail("nothing is read where nothing was published"))
    assert shelf.catch_up(2, lambda: {"lessons/no_fee": (Change.SHIPPED, None)})
    assert shelf.now == CONTENT


def test_parts_of_a_country_a_rights_card_and_a_number_are_changed_in_their_place() -> None:
    said = {"statements": [{"text": "Tanya dulu.", "source": "Saran umum", "review": "2027-05-31", "advice": True}]}
    number = {**ROWS["directory/hk-kjri"], "name": "KJRI baru"}
    shelf = Shelf(CONTENT)
    edits = {"destinations/HK.money": said, "rights/HK.wages": said, "directory/hk-kjri": number}
    shelf.catch_up(1, lambda: {key: (Change.TEXT, row) for key, row in edits.items()})
    assert [s.text for s in shelf.library.destinations["HK"].parts["money"]] == ["Tanya dulu."]  # type: ignore[index]
    assert [s.text for s in shelf.library.rights["HK"].cards["wages"]] == ["Tanya dulu."]  # type: ignore[index]
    assert [e.id for e in shelf.directory] == [e.id for e in CONTENT.directory]
    assert next(e for e in shelf.directory if e.id == "hk-kjri").name == "KJRI baru"


def test_what_cannot_stand_in_this_version_is_left_out_and_named() -> None:
    shelf = Shelf(CONTENT)
    bad = {**ROWS["lessons/no_fee"], "right": 9}
    newer = {**ROWS["lessons/heat"], "a_field_of_tomorrow": 1}
    shelf.catch_up(
        1, lambda: {"lessons/no_fee": (Change.TEXT, bad), "lessons/heat": (Change.TEXT, newer), "songs/a": (Change.TEXT, {})}
    )
    assert shelf.refused == ("lessons/no_fee", "lessons/heat", "songs/a")
    assert shelf.now == CONTENT


@pytest.mark.parametrize(
    "key", ["songs/a", "lessons", "lessons/", "lessons/a.b", "rights/HK", "rights/HK.song", "destinations/HK."]
)
def test_a_key_that_can_be_no_entry(key: str) -> None:
    with pytest.raises(NoSuchEntry):
        parts(key)


def test_what_the_menus_name_stays() -> None:
    may = {"lessons/heat": True, "directory/hk-kjri": True, "rights/HK.wages": True}
    must = {"rights/ALL.wages": False, "destinations/HK.money": False, "checklists/packing": False}
    assert {key: may_be_withdrawn(key) for key in may | must} == may | must
    with pytest.raises(NoSuchEntry):
        applied(CONTENT, "destinations/HK.money", None)


def test_a_mark_tells_texts_apart_whatever_the_order_of_their_fields() -> None:
    row = ROWS["lessons/heat"]
    assert mark(row) == mark(dict(reversed(row.items()))) != mark({**row, "title": "x"})
    assert mark(None) == ""


def test_a_row_of_another_name_is_refused() -> None:
    for key, other in (("lessons/heat", "lessons/cold"), ("directory/hk-kjri", "directory/hk-emergency")):
        with pytest.raises(NoSuchEntry):
            applied(CONTENT, key, ROWS[other])


def test_a_shelf_of_its_own_leaves_the_shipped_content_alone() -> None:
    shelf = Shelf(replace(CONTENT))
    shelf.catch_up(1, lambda: {"lessons/heat": (Change.WITHDRAWN, None)})
    assert "heat" in CONTENT.library.lessons
