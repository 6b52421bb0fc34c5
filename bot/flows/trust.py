"""Trust: somebody near who may be told one thing only, that no answer came; linked by the contact's own code, ended by either."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Do, Flow, Say
from bot.engine.text import _

TRUST = Flow(
    "trust",
    _("Somebody I trust"),
    start="what",
    steps={
        "what": Choose(
            _(
                "You can name somebody you trust. They never see what you write, and you never see what they write. "
                "They may be told one thing only: that you did not answer."
            ),
            choices=(
                Choice("offer", _("Make a code for them"), then="scope", words=("buat kode", "kode")),
                Choice("use", _("I was given a code"), then="code", words=("punya kode", "dapat kode")),
                Choice("end", _("End the link"), then="end", words=("putus", "hapus", "akhiri")),
                Choice("no", _("Not now"), then="no", words=("tidak", "nanti", "no")),
            ),
        ),
        "scope": Choose(
            _("When you do not answer several times, may they be told so?"),
            choices=(
                Choice("counsellor", _("Yes, when a counsellor agrees"), words=("ya", "yes")),
                Choice("at_once", _("Yes, at once"), words=("langsung",)),
                Choice("never", _("No, never"), words=("tidak", "jangan", "no")),
            ),
            save_as="trust_scope",
            then="offer",
        ),
        "offer": Do("offer_trust", then="offered"),
        "offered": Say(
            _(
                "Give it to the person yourself, within 7 days. They write here, choose «Regular hello», «Somebody I trust», "
                "«I was given a code»."
            )
        ),
        "code": Ask(
            _("Write the code that you were given. It has 8 letters and digits."),
            free_text(40),
            save_as="trust_code",
            then="use",
            skip=True,
        ),
        "use": Do("use_trust_code", then="used"),
        "used": Say(_("You can write here at any time.")),
        "end": Do("end_trust", then="ended"),
        "ended": Say(_("All right. Nobody is linked with you any more, and nobody is told anything.")),
        "no": Say(_("All right, perhaps another time.")),
    },
)
