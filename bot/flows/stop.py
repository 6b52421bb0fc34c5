"""Stop: somebody wants to leave or to be forgotten. Help stays one tap away, for not all who say stop are free to speak."""

from bot.engine.flow import Call, Choice, Choose, Do, Flow, Say
from bot.engine.text import _

STOP = Flow(
    "stop",
    _("Stop and forget me"),
    start="what",
    steps={
        "what": Choose(
            _("You may stop at any time. What would you like?"),
            choices=(
                Choice("pause", _("Only stop for now"), then="pause", words=("berhenti", "stop", "cukup")),
                Choice("erase", _("Delete what I have written"), then="sure", words=("hapus", "lupakan saya", "delete")),
                Choice("help", _("I need help"), then="safety_check", words=("tolong",)),
            ),
            save_as="stop",
        ),
        "pause": Do("stop_check_ins", then="paused"),
        "paused": Say(_("All right. We will not write first. When you write again, we are here.")),
        "safety_check": Call("safety_check"),
        "sure": Choose(
            _(
                "We delete your messages, files and name within 3 x 24 hours after a person has checked that the wish is "
                "really yours. An open case is closed with it. Please also delete this chat on your phone. Shall we go on?"
            ),
            choices=(
                Choice("yes", _("Yes, delete it"), then="request", words=("hapus",)),
                Choice("no", _("No, keep it"), then="kept", words=("jangan", "batal")),
            ),
            save_as="sure",
        ),
        "request": Do("request_erasure", then="requested"),
        "requested": Say(_("Your wish has been noted. You can take it back by writing here before then.")),
        "kept": Say(_("All right, nothing is deleted.")),
    },
)
