"""Consent: what a contact has agreed to, in which words. Help in danger never waits for it."""

CONSENT_VERSION = 1
"""Raise this whenever the sentence shown in the welcome flow changes its meaning; old consents stay with their version."""
