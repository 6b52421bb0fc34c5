"""Danger labels: the words that staff read for whom a danger is about, and for what a conversation tells together."""

from console.marking import N_

DANGER_LABELS: dict[str, dict[str, str]] = {
    "whose": {"self": N_("about the contact"), "other": N_("about somebody else")},
}
