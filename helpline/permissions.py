"""Permissions: one table of role × action. What is not in the table is refused, and a denial wins over a grant."""

from enum import StrEnum

from helpline.errors import HelplineError


class Role(StrEnum):
    """What a member of the staff is here for."""

    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What a page or a button does. PUBLIC needs no sign-in and is named so on purpose."""

    PUBLIC = "public"
    SEE_QUEUE = "see_queue"
    READ_CONVERSATION = "read_conversation"
    READ_EVERY_CASE = "read_every_case"
    BREAK_GLASS = "break_glass"
    TAKE_OVER = "take_over"
    REPLY = "reply"
    HAND_BACK = "hand_back"
    CLOSE_CASE = "close_case"
    WRITE_NOTE = "write_note"
    TRANSFER = "transfer"
    SET_SEVERITY = "set_severity"
    SET_STATUS = "set_status"
    WORK_CASE = "work_case"
    REFER = "refer"
    OVERRIDE_CONSENT = "override_consent"
    EXPORT_CASE = "export_case"
    EXCLUDE = "exclude"
    FORGET = "forget"
    READ_AUDIT = "read_audit"
    SEE_FIGURES = "see_figures"
    SEE_DIRECTORY = "see_directory"
    SEE_ROSTER = "see_roster"
    PLAN_ROSTER = "plan_roster"
    RUN_CAMPAIGN = "run_campaign"
    EDIT_LIBRARY = "edit_library"
    PUBLISH_LIBRARY = "publish_library"
    MANAGE_STAFF = "manage_staff"
    OWN_ACCOUNT = "own_account"


CONTENT = frozenset(
    {
        Action.READ_CONVERSATION,
        Action.READ_EVERY_CASE,
        Action.BREAK_GLASS,
        Action.TAKE_OVER,
        Action.REPLY,
        Action.HAND_BACK,
        Action.CLOSE_CASE,
        Action.WRITE_NOTE,
        Action.TRANSFER,
        Action.SET_SEVERITY,
        Action.SET_STATUS,
        Action.WORK_CASE,
        Action.REFER,
        Action.OVERRIDE_CONSENT,
        Action.EXPORT_CASE,
        Action.RUN_CAMPAIGN,
        Action.FORGET,
    }
)
"""Whatever shows, or acts on, what a contact has entrusted to us."""

EVERYBODY = frozenset({Action.OWN_ACCOUNT})
DESK = EVERYBODY | {
    Action.SEE_QUEUE,
    Action.READ_CONVERSATION,
    Action.BREAK_GLASS,
    Action.TAKE_OVER,
    Action.REPLY,
    Action.HAND_BACK,
    Action.CLOSE_CASE,
    Action.WRITE_NOTE,
    Action.TRANSFER,
    Action.SET_SEVERITY,
    Action.SET_STATUS,
    Action.WORK_CASE,
    Action.REFER,
    Action.EXPORT_CASE,
    Action.SEE_DIRECTORY,
    Action.SEE_ROSTER,
}

PERMISSIONS: dict[Role, frozenset[Action]] = {
    Role.COUNSELLOR: DESK,
    Role.SUPERVISOR: DESK
    | {
        Action.READ_EVERY_CASE,
        Action.OVERRIDE_CONSENT,
        Action.EXCLUDE,
        Action.FORGET,
        Action.READ_AUDIT,
        Action.SEE_FIGURES,
        Action.PLAN_ROSTER,
        Action.RUN_CAMPAIGN,
        Action.EDIT_LIBRARY,
        Action.PUBLISH_LIBRARY,
        Action.MANAGE_STAFF,
    },
    Role.MANAGER: EVERYBODY | {Action.SEE_FIGURES},
    Role.EDITOR: EVERYBODY | {Action.SEE_DIRECTORY, Action.EDIT_LIBRARY, Action.PUBLISH_LIBRARY},
    Role.ADMINISTRATOR: EVERYBODY | {Action.READ_AUDIT, Action.MANAGE_STAFF},
}

DENIALS: dict[Role, frozenset[Action]] = {
    Role.MANAGER: CONTENT | {Action.SEE_QUEUE},
    Role.EDITOR: CONTENT | {Action.SEE_QUEUE},
    Role.ADMINISTRATOR: CONTENT | {Action.SEE_QUEUE},
}
"""What a role may never do, whatever a later hand writes into the table above."""


class NotAllowed(HelplineError):
    """Your role does not allow this."""


def is_granted(role: Role | None, action: Action) -> bool:
    """Whether the tables grant it. Nobody (None) may do PUBLIC alone."""
    if action is Action.PUBLIC:
        return True
    return role is not None and action in PERMISSIONS.get(role, frozenset()) - DENIALS.get(role, frozenset())


def access_action(role: Role | None, action: Action) -> None:
    """Refuse what the tables do not grant."""
    if not is_granted(role, action):
        raise NotAllowed
