"""Topics: what a case is about, named so that they map onto the ministry's own complaint statistics."""

from enum import StrEnum


class Topic(StrEnum):
    """What happened. The value is stored; labels are wording and live with the flows and the console."""

    WAGES = "wages"
    VIOLENCE = "violence"
    SEXUAL_VIOLENCE = "sexual_violence"
    CONFINEMENT = "confinement"
    HELD_PAPERS = "held_papers"
    CONDITIONS = "conditions"
    DISMISSAL = "dismissal"
    LEGAL = "legal"
    RECRUITMENT = "recruitment"
    DISTRESS = "distress"
    HEALTH = "health"
    LOST_CONTACT = "lost_contact"
    FAMILY = "family"
    OTHER = "other"
    EMERGENCY = "emergency"
    ASKED_FOR_HUMAN = "asked_for_human"
    ERASURE = "erasure"
    UNREADABLE = "unreadable"
    SILENCE = "silence"
    SAFE_WORD = "safe_word"
