"""SOS: numbers at once, a case of the gravest kind, counsellors called; only then one gentle question."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Call, Choice, Choose, Do, Flow, Handover, Show
from bot.engine.text import _
from helpline.severity import Severity
from helpline.topics import Topic

SOS = Flow(
    "sos",
    _("SOS"),
    start="numbers",
    labels={"can_write": _("Can write"), "place": _("Where")},
    steps={
        "numbers": Show("emergency_numbers", safety=True, then="call"),
        "call": Do("call_counsellors", {"topic": Topic.EMERGENCY, "severity": Severity.S0}, then="local"),
        "local": Call("local_numbers", then="can_write"),
        "can_write": Choose(
            _("We have called our counsellors. Can you write a little?"),
            choices=(
                Choice("yes", _("Yes"), then="place"),
                Choice("no", _("Not now"), then="silent", words=("tidak", "no", "tidak bisa")),
            ),
            save_as="can_write",
            columns=2,
        ),
        "place": Ask(
            _("Where are you? A street, a building, or what you can see. You can also send your location."),
            answer=free_text(),
            save_as="place",
            then="when",
            skip=True,
        ),
        "when": Show("when_answered", safety=True, then="counsellor"),
        "counsellor": Handover(
            _("Your case number is {case}. Stay where people are, if you can. A person will answer you here."),
            topic=Topic.EMERGENCY,
            severity=Severity.S0,
        ),
        "silent": Handover(
            _("You need not write. A person will ask short questions here; yes or no is enough. Your case number is {case}."),
            topic=Topic.EMERGENCY,
            severity=Severity.S0,
        ),
    },
)
