"""Permissions: one table of role × action. What is not in the table is refused."""

from enum import StrEnum

from helpline.errors import HelplineError


class Role(StrEnum):
    """What a member of the staff is here for."""

    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"


class Action(StrEnum):
    """What a page or a button does. PUBLIC needs no sign-in and is named so on purpose."""

    PUBLIC = "public"
    SEE_QUEUE = "see_queue"
    READ_CONVERSATION = "read_conversation"
    TAKE_OVER = "take_over"
    REPLY = "reply"
    HAND_BACK = "hand_back"
    CLOSE_CASE = "close_case"
    WRITE_NOTE = "write_note"
    TRANSFER = "transfer"
    SET_SEVERITY = "set_severity"
    SET_STATUS = "set_status"
    MANAGE_STAFF = "manage_staff"
    OWN_ACCOUNT = "own_account"


DESK = frozenset(
    {
        Action.SEE_QUEUE,
        Action.READ_CONVERSATION,
        Action.TAKE_OVER,
        Action.REPLY,
        Action.HAND_BACK,
        Action.CLOSE_CASE,
        Action.WRITE_NOTE,
        Action.TRANSFER,
        Action.SET_SEVERITY,
        Action.SET_STATUS,
        Action.OWN_ACCOUNT,
    }
)

PERMISSIONS: dict[Role, frozenset[Action]] = {
    Role.COUNSELLOR: DESK,
    Role.SUPERVISOR: DESK | {Action.MANAGE_STAFF},
}


class NotAllowed(HelplineError):
    """Your role does not allow this."""


def access_action(role: Role | None, action: Action) -> None:
    """Refuse what the table does not grant. Nobody (None) may do PUBLIC alone."""
    if action is Action.PUBLIC:
        return
    if role is None or action not in PERMISSIONS.get(role, frozenset()):
        raise NotAllowed
