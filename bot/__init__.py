"""Talks with the contact."""
