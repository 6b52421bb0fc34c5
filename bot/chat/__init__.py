"""The ways of writing to Suluh: one module (or a few of one name) a channel."""
