"""Tests: transcripts, stories with both people in them, and the rules one by one."""
