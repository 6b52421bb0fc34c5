"""Safety check: after words of danger, a gentle question before anything else. It blames nobody and promises nothing."""

from bot.engine.flow import Choice, Choose, Do, Flow, Handover, Show
from bot.engine.text import _
from helpline.severity import Severity

SAFETY_CHECK = Flow(
    "safety_check",
    _("Are you safe?"),
    start="safe",
    labels={"safe": _("Safe now")},
    steps={
        # Translators: calm and brief; the first words may be seen on a locked screen.
        "safe": Choose(
            _("Thank you for writing this. It is not your fault, and you are not alone. Are you safe right now?"),
            choices=(
                Choice("yes", _("Yes, I am safe"), then="offer", words=("aman", "safe")),
                Choice("no", _("No"), then="numbers", words=("tidak aman", "bahaya", "not safe")),
                Choice("cannot_talk", _("I cannot talk now"), then="silent", words=("tidak bisa bicara",)),
            ),
            save_as="safe",
        ),
        "numbers": Show("emergency_numbers", safety=True, then="call"),
        "call": Do("call_counsellors", {"severity": Severity.S0}, then="unsafe"),
        "unsafe": Handover(
            _("Our counsellors have been called. A person will answer you here. If you can, go where other people are."),
            severity=Severity.S0,
        ),
        "silent": Handover(
            _("All right. A person will write to you here with short questions. Yes or no is enough."),
            severity=Severity.S1,
        ),
        "offer": Choose(
            _("Good. Would you like to talk to a person about it? Our counsellors know already that you may need them."),
            choices=(
                Choice("talk", _("Talk to a person"), then="counsellor", words=("ya", "yes", "mau")),
                Choice("later", _("Go on without"), then=None, words=("nanti", "tidak", "no", "lanjut")),
            ),
            save_as="wants_person",
        ),
        "counsellor": Handover(
            _("Thank you. Your case number is {case}. A person will read this and answer you here."),
            severity=Severity.S1,
        ),
    },
)
