"""Campaign: one question to many at once, answered with a tap. Who needs help comes straight to it."""

from bot.engine.flow import Call, Choice, Choose, Do, Flow, Say
from bot.engine.text import _
from helpline.severity import Severity
from helpline.topics import Topic

CAMPAIGN = Flow(
    "campaign",
    _("A question to many"),
    start="safe",
    steps={
        # Translators: {announcement} is what the helpline writes to everybody in a place, such as after an earthquake.
        "safe": Choose(
            _("{announcement}\n\nAre you well?"),
            choices=(
                Choice("safe", _("I am well"), then="keep", words=("aman", "baik", "selamat", "safe")),
                Choice("help", _("I need help"), then="keep_help", words=("tolong", "butuh bantuan", "help"), style="danger"),
            ),
            save_as="campaign_reply",
            otherwise="keep_words",
        ),
        "keep": Do("keep_campaign", then="thanks"),
        "thanks": Say(_("Good to know. Thank you for answering.")),
        "keep_help": Do("keep_campaign", then="call"),
        "call": Do("call_counsellors", {"topic": Topic.EMERGENCY, "severity": Severity.S1}, then="report"),
        "report": Call("report"),
        "keep_words": Do("keep_campaign", then="more"),
        "more": Choose(
            _("Thank you for writing. Would you like to talk to a person?"),
            choices=(
                Choice("yes", _("Talk to a person"), then="talk", words=("ya", "petugas", "yes")),
                Choice("no", _("That is all"), then="thanks", words=("tidak", "cukup", "no")),
            ),
        ),
        "talk": Call("talk_to_human"),
    },
)
