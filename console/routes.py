"""Routes: every page of the console in one table, each with the action that it needs. What is not here does not exist."""

import re
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Handler

from console import (
    account,
    assets,
    audit,
    campaigns,
    casefile,
    checkins,
    checkins_today,
    conversation,
    directory,
    editing,
    entrance,
    figures,
    files,
    forgetting,
    joining,
    library,
    live,
    passkeys,
    push,
    quality,
    questions,
    queue,
    roster,
    second_step,
    signs,
    team,
)
from helpline.permissions import Action, Role, is_granted

ID = r"{id:[0-9a-f]{32}}"
LISTED = r"{id:[a-z0-9-]{1,64}}"
FILE = r"{file:[0-9a-f]{32}}"
KEY = r"{key:[0-9a-f]{64}}"
ENTRY = r"{id:[a-z]{1,12}/[A-Za-z0-9_.-]{1,50}}"
INVITED = r"{token:[A-Za-z0-9_-]{1,200}}"


class Unguarded(Exception):
    """A route states no action, so the console does not start."""


@dataclass(frozen=True)
class Route:
    """One page or button."""

    method: str
    path: str
    name: str
    action: Action
    handler: Handler


ROUTES = (
    Route("GET", "/static/{name}", "asset", Action.PUBLIC, assets.show_asset),
    Route("GET", "/sign-in", "sign_in", Action.PUBLIC, entrance.show_sign_in),
    Route("POST", "/sign-in", "do_sign_in", Action.PUBLIC, entrance.sign_in),
    Route("POST", "/language", "language", Action.PUBLIC, entrance.choose_language),
    Route("GET", f"/join/{INVITED}", "join", Action.PUBLIC, joining.show_join),
    Route("POST", f"/join/{INVITED}", "do_join", Action.PUBLIC, joining.join),
    Route("GET", "/sign-in/code", "code", Action.PUBLIC, second_step.show_code),
    Route("POST", "/sign-in/code", "give_code", Action.PUBLIC, second_step.give_code),
    Route("POST", "/sign-in/passkey/ask", "ask_passkey", Action.PUBLIC, passkeys.ask_who),
    Route("POST", "/sign-in/passkey", "give_passkey", Action.PUBLIC, passkeys.sign_in),
    Route("POST", "/sign-out", "sign_out", Action.OWN_ACCOUNT, entrance.sign_out),
    Route("GET", "/account", "account", Action.OWN_ACCOUNT, account.show_account),
    Route("POST", "/account/phone", "offer_code", Action.OWN_ACCOUNT, account.offer_code),
    Route("POST", "/account/phone/unlink", "unlink_phone", Action.OWN_ACCOUNT, account.unlink_phone),
    Route("POST", "/account/desk", "set_desk", Action.OWN_ACCOUNT, account.set_desk),
    Route("POST", "/account/push", "add_push", Action.OWN_ACCOUNT, push.add_browser),
    Route("POST", "/account/push/remove", "remove_push", Action.OWN_ACCOUNT, push.remove_browsers),
    Route("POST", "/account/second", "offer_second", Action.OWN_ACCOUNT, second_step.offer),
    Route("POST", "/account/second/confirm", "confirm_second", Action.OWN_ACCOUNT, second_step.confirm),
    Route("POST", "/account/second/remove", "remove_second", Action.OWN_ACCOUNT, second_step.remove),
    Route("POST", "/account/passkeys/offer", "offer_passkey", Action.OWN_ACCOUNT, passkeys.offer_key),
    Route("POST", "/account/passkeys", "keep_passkey", Action.OWN_ACCOUNT, passkeys.keep_key),
    Route("POST", f"/account/passkeys/{ID}/remove", "remove_passkey", Action.OWN_ACCOUNT, passkeys.remove_key),
    Route("POST", f"/account/sessions/{KEY}/end", "end_session", Action.OWN_ACCOUNT, account.end_session),
    Route("GET", "/", "desk", Action.SEE_QUEUE, queue.show_desk),
    # After the desk: without a mount an empty path is "/" too.
    Route("GET", "", "door", Action.PUBLIC, entrance.to_the_desk),
    Route("GET", "/queue", "queue", Action.SEE_QUEUE, queue.show_queue),
    Route("GET", "/events", "events", Action.SEE_QUEUE, live.stream),
    Route("POST", f"/tasks/{ID}/done", "finish_task", Action.CLOSE_CASE, queue.finish_task),
    Route("GET", f"/conversations/{ID}", "conversation", Action.READ_CONVERSATION, conversation.show),
    Route("GET", f"/conversations/{ID}/messages", "messages", Action.READ_CONVERSATION, conversation.news),
    Route("GET", f"/media/{ID}", "media", Action.READ_CONVERSATION, files.show_file),
    Route("POST", f"/conversations/{ID}/take-over", "take_over", Action.TAKE_OVER, conversation.take_over),
    Route("POST", f"/conversations/{ID}/glass", "break_glass", Action.BREAK_GLASS, conversation.break_glass),
    Route("POST", f"/conversations/{ID}/ask", "ask_colleague", Action.WRITE_NOTE, conversation.ask_colleague),
    Route("POST", f"/conversations/{ID}/exclude", "exclude", Action.EXCLUDE, conversation.exclude),
    Route("POST", f"/conversations/{ID}/forget", "forget", Action.FORGET, forgetting.forget),
    Route("POST", f"/conversations/{ID}/remember", "remember", Action.FORGET, forgetting.remember),
    Route("POST", f"/conversations/{ID}/reply", "reply", Action.REPLY, conversation.reply),
    Route("POST", f"/conversations/{ID}/later/off", "call_off", Action.REPLY, conversation.call_off),
    Route("POST", f"/conversations/{ID}/sign", "give_sign", Action.READ_CONVERSATION, signs.give_sign),
    Route("POST", f"/conversations/{ID}/hand-back", "hand_back", Action.HAND_BACK, conversation.hand_back),
    Route("POST", f"/conversations/{ID}/close", "close_case", Action.CLOSE_CASE, conversation.close_case),
    Route("POST", f"/conversations/{ID}/notes", "write_note", Action.WRITE_NOTE, conversation.write_note),
    Route("POST", f"/conversations/{ID}/severity", "set_severity", Action.SET_SEVERITY, conversation.set_severity),
    Route("POST", f"/conversations/{ID}/transfer", "transfer", Action.TRANSFER, conversation.transfer),
    Route("POST", f"/conversations/{ID}/work-on", "work_on", Action.SET_STATUS, conversation.work_on),
    Route("POST", f"/conversations/{ID}/pending", "set_pending", Action.SET_STATUS, conversation.set_pending),
    Route("POST", f"/conversations/{ID}/resolve", "resolve", Action.SET_STATUS, conversation.resolve),
    Route("POST", f"/conversations/{ID}/snooze", "snooze", Action.SET_STATUS, conversation.snooze),
    Route("POST", f"/conversations/{ID}/open", "open_case", Action.SET_STATUS, conversation.open_case),
    Route("GET", f"/conversations/{ID}/case", "case", Action.READ_CONVERSATION, casefile.show_case),
    Route("POST", f"/conversations/{ID}/case/care", "keep_care", Action.WORK_CASE, casefile.keep_care),
    Route("POST", f"/conversations/{ID}/case/people", "add_person", Action.WORK_CASE, casefile.add_person),
    Route("POST", f"/conversations/{ID}/case/people/remove", "remove_person", Action.WORK_CASE, casefile.remove_person),
    Route("POST", f"/conversations/{ID}/case/consents", "add_consent", Action.WORK_CASE, casefile.add_consent),
    Route("POST", f"/conversations/{ID}/case/consents/withdraw", "withdraw_consent", Action.WORK_CASE, casefile.withdraw_consent),
    Route("POST", f"/conversations/{ID}/case/plan", "add_to_plan", Action.WORK_CASE, casefile.add_to_plan),
    Route("POST", f"/conversations/{ID}/case/plan/tick", "tick_plan", Action.WORK_CASE, casefile.tick_plan),
    Route("POST", f"/conversations/{ID}/case/files", "add_file", Action.WORK_CASE, casefile.add_file),
    Route("GET", f"/conversations/{ID}/case/files/{FILE}", "case_file", Action.READ_CONVERSATION, casefile.show_file),
    Route("POST", f"/conversations/{ID}/case/refer", "refer", Action.REFER, casefile.refer),
    Route("POST", f"/conversations/{ID}/case/refer/step", "step_referral", Action.REFER, casefile.step_referral),
    Route("GET", f"/conversations/{ID}/case/packet", "packet", Action.EXPORT_CASE, casefile.take_packet),
    Route("POST", f"/conversations/{ID}/reopen", "reopen", Action.SET_STATUS, conversation.reopen),
    Route("GET", "/check-ins", "check_ins_today", Action.SEE_QUEUE, checkins_today.show_today),
    Route("GET", "/campaigns", "campaigns", Action.RUN_CAMPAIGN, campaigns.show_campaigns),
    Route("POST", "/campaigns", "make_campaign", Action.RUN_CAMPAIGN, campaigns.make_campaign),
    Route("POST", f"/campaigns/{ID}/state", "change_campaign", Action.RUN_CAMPAIGN, campaigns.change_campaign),
    Route("GET", f"/conversations/{ID}/check-ins", "check_ins", Action.READ_CONVERSATION, checkins.show_check_ins),
    Route("POST", f"/conversations/{ID}/check-ins", "set_check_ins", Action.WORK_CASE, checkins.set_check_ins),
    Route("POST", f"/conversations/{ID}/check-ins/change", "change_check_ins", Action.WORK_CASE, checkins.change_check_ins),
    Route("POST", f"/conversations/{ID}/check-ins/tell", "tell_trusted", Action.WORK_CASE, checkins.tell_trusted),
    Route("GET", "/roster", "roster", Action.SEE_ROSTER, roster.show_roster),
    Route("POST", "/roster/shifts", "add_shift", Action.PLAN_ROSTER, roster.add_shift),
    Route("POST", f"/roster/shifts/{ID}/end", "end_shift", Action.PLAN_ROSTER, roster.end_shift),
    Route("POST", "/roster/holidays", "set_holiday", Action.PLAN_ROSTER, roster.set_holiday),
    Route("POST", "/roster/swaps", "ask_swap", Action.SEE_ROSTER, roster.ask_swap),
    Route("POST", f"/roster/swaps/{ID}/accept", "accept_swap", Action.SEE_ROSTER, roster.accept_swap),
    Route("POST", "/presence", "set_presence", Action.SEE_ROSTER, roster.set_presence),
    Route("POST", f"/conversations/{ID}/misread", "correct", Action.SET_SEVERITY, conversation.correct),
    Route("GET", "/quality", "quality", Action.SEE_FIGURES, quality.show_quality),
    Route("GET", "/figures", "figures", Action.SEE_FIGURES, figures.show_figures),
    Route("GET", "/directory", "directory", Action.SEE_DIRECTORY, directory.show_directory),
    Route("GET", "/library", "library", Action.SEE_DIRECTORY, library.show_library),
    Route("GET", "/library/new", "new_entry", Action.EDIT_LIBRARY, editing.new_entry),
    Route("GET", f"/library/{ENTRY}", "entry", Action.SEE_DIRECTORY, library.show_entry),
    Route("POST", f"/library/{ENTRY}", "save_entry", Action.EDIT_LIBRARY, editing.save_entry),
    Route("GET", f"/library/{ENTRY}/edit", "edit_entry", Action.EDIT_LIBRARY, editing.show_form),
    Route("POST", f"/library/{ENTRY}/change", "change_entry", Action.EDIT_LIBRARY, editing.change_entry),
    Route("POST", f"/library/{ENTRY}/forward", "forward_entry", Action.EDIT_LIBRARY, editing.forward_entry),
    Route("POST", f"/library/{ENTRY}/decide", "decide_entry", Action.PUBLISH_LIBRARY, editing.decide_entry),
    Route("POST", f"/directory/{LISTED}/checked", "keep_check", Action.EDIT_LIBRARY, directory.keep_check),
    Route("GET", "/questions", "questions", Action.EDIT_LIBRARY, questions.show_questions),
    Route("POST", f"/questions/{ID}/done", "finish_question", Action.EDIT_LIBRARY, questions.finish_question),
    Route("GET", "/audit", "audit", Action.READ_AUDIT, audit.show_audit),
    Route("GET", "/staff", "team", Action.MANAGE_STAFF, team.show_team),
    Route("POST", "/staff/invite", "invite", Action.MANAGE_STAFF, team.invite),
    Route("POST", f"/staff/{ID}/active", "set_active", Action.MANAGE_STAFF, team.set_active),
)


def add_routes(app: web.Application, routes: tuple[Route, ...] = ROUTES) -> None:
    """Put the table's routes into the application. Raises Unguarded for one without an action."""
    for route in routes:
        if not isinstance(route.action, Action):
            raise Unguarded(f"{route.method} {route.path}")
        app.router.add_route(route.method, route.path, route.handler, name=route.name)


def actions(routes: tuple[Route, ...] = ROUTES) -> dict[str, Action]:
    """What each route needs, by its name."""
    return {route.name: route.action for route in routes}


def check_guarded(app: web.Application, known: dict[str, Action]) -> None:
    """Refuse to start with a route that came in beside the table. Raises Unguarded."""
    for route in app.router.routes():
        if route.name not in known:
            raise Unguarded(f"{route.method} {route.resource.canonical if route.resource else '?'}")


def access_table() -> str:
    """Every page and button with the roles that may use it, as Markdown."""
    roles = list(Role)
    rows = ["| | Page or button | Action | anybody | " + " | ".join(roles) + " |", "|---" * (len(roles) + 4) + "|"]
    for route in ROUTES:
        marks = ["✓" if is_granted(role, route.action) else "" for role in (None, *roles)]
        path = re.sub(r"\{(\w+):(?:[^{}]|\{[^{}]*\})*\}", r"{\1}", route.path) or "(empty)"
        rows.append(f"| {route.method} | `{path}` | {route.action} | " + " | ".join(marks) + " |")
    return "\n".join(rows) + "\n"
