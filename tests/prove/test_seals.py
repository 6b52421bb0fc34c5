"""What is sealed for one place opens at no other: not in another row, column or table."""

import pytest

from storage.sealing import CannotOpen, Keyring, place


@pytest.mark.parametrize("where", [("messages", "body", "2"), ("messages", "note", "1"), ("notes", "body", "1")])
def test_a_seal_opens_only_in_its_own_place(keys: Keyring, where: tuple[str, str, str]) -> None:
    sealed = keys.seal(b"saya di Penang", place("messages", "body", "1"))
    assert keys.open(sealed, place("messages", "body", "1")) == b"saya di Penang"
    with pytest.raises(CannotOpen):
        keys.open(sealed, place(*where))
