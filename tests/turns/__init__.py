"""The turn: what updates bring about, on both databases."""
