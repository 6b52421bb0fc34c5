"""Safe now: one gentle question when the words leave it open whether somebody is in danger. Silence after it counts as yes."""

from bot.engine.flow import Call, Choice, Choose, Do, Flow, Handover, Say, Show
from bot.engine.text import _
from helpline.severity import Severity
from helpline.topics import Topic

SAFE_NOW = Flow(
    "safe_now",
    _("One gentle question"),
    start="wait",
    labels={"safe": _("Safe now")},
    steps={
        "wait": Do("await_safe_answer", then="safe"),
        # Translators: as harmless as any friendly question.
        "safe": Choose(
            _("Thank you for writing. Are you safe right now?"),
            choices=(
                Choice("yes", _("Yes, I am safe"), then="fine", words=("aman", "ya", "iya", "safe", "yes")),
                Choice("no", _("No"), then="numbers", words=("tidak", "tidak aman", "bahaya", "no")),
                Choice("cannot_talk", _("I cannot talk now"), then="silent", words=("tidak bisa bicara",)),
            ),
            save_as="safe",
            otherwise="more",
        ),
        "fine": Say(_("Good to hear. Whatever it is, you can write it here, or type PETUGAS to talk to a person.")),
        "numbers": Show("emergency_numbers", safety=True, then="call"),
        "call": Do("call_counsellors", {"topic": Topic.EMERGENCY, "severity": Severity.S0}, then="unsafe"),
        "unsafe": Handover(
            _("Our counsellors have been called. A person will answer you here. If you can, go where other people are."),
            topic=Topic.EMERGENCY,
            severity=Severity.S0,
        ),
        "silent": Handover(
            _("All right. A person will write to you here with short questions. Yes or no is enough."),
            topic=Topic.EMERGENCY,
            severity=Severity.S1,
        ),
        "more": Choose(
            _("Thank you for telling. Would you like a person to read it and answer you?"),
            choices=(
                Choice("yes", _("Yes"), then="person", words=("ya", "iya", "mau", "petugas")),
                Choice("no", _("Go on without"), then=None, words=("tidak", "nanti", "no")),
            ),
            save_as="wants_person",
            columns=2,
        ),
        "person": Call("talk_to_human"),
    },
)
