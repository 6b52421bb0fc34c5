"""The engine: pure, so tried with anything."""
