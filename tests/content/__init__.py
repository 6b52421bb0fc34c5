"""The content files, and what a wrong one is told."""
