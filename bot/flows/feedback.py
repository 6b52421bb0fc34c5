"""Feedback: two taps after a case is closed. Nobody has to answer, and no answer is wrong."""

from bot.engine.flow import Choice, Choose, Do, Flow, Say
from bot.engine.text import _

FEEDBACK = Flow(
    "feedback",
    _("How the help was"),
    start="helped",
    steps={
        # Translators: neutral for who reads over the shoulder; no word of a case or of what it was about.
        "helped": Choose(
            _("May we ask you two short questions? First: did it help you?"),
            choices=(
                Choice("yes", _("Yes"), words=("ya", "yes", "membantu")),
                Choice("partly", _("A little"), words=("sedikit", "lumayan")),
                Choice("no", _("No"), words=("tidak", "no")),
            ),
            save_as="helped",
            then="respected",
            skip=True,
        ),
        "respected": Choose(
            _("And did you feel listened to?"),
            choices=(
                Choice("yes", _("Yes"), words=("ya", "yes")),
                Choice("no", _("No"), words=("tidak", "no")),
            ),
            save_as="respected",
            then="keep",
            skip=True,
        ),
        "keep": Do("keep_feedback", then="thanks"),
        "thanks": Say(_("Thank you. You can write here again at any time.")),
    },
)
