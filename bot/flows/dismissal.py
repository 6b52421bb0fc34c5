"""Dismissal, deportation, stranded, wanting to go home."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Flow
from bot.engine.text import _

DISMISSAL = Flow(
    "dismissal",
    _("Going home, dismissed"),
    start="what",
    labels={
        "what_happened": _("What happened"),
        "place_tonight": _("Place to sleep tonight"),
        "holds_passport": _("Holds the passport"),
        "permit_valid": _("Permit valid"),
        "place": _("Where"),
    },
    steps={
        "what": Choose(
            _("What happened?"),
            choices=(
                Choice("dismissed", _("Dismissed"), words=("dipecat", "phk")),
                Choice("ended", _("Contract over, not sent home"), words=("habis kontrak",)),
                Choice("deported", _("To be deported"), words=("deportasi",)),
                Choice("left", _("I left the employer"), words=("kabur", "lari")),
                Choice("home", _("I want to go home"), words=("pulang",)),
            ),
            save_as="what_happened",
            then="tonight",
            skip=True,
            columns=1,
        ),
        "tonight": Choose(
            _("Do you have a place to sleep tonight?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="place_tonight",
            then="passport",
            skip=True,
            columns=2,
        ),
        "passport": Choose(
            _("Do you hold your own passport?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="holds_passport",
            then="permit",
            skip=True,
            columns=2,
        ),
        "permit": Choose(
            _("Is your work permit still valid?"),
            choices=(
                Choice("yes", _("Yes")),
                Choice("no", _("No"), words=("mati", "habis")),
                Choice("unsure", _("I do not know"), words=("tidak tahu",)),
            ),
            save_as="permit_valid",
            then="place",
            skip=True,
            columns=1,
        ),
        "place": Ask(_("In which city or area are you?"), answer=free_text(200), save_as="place", then=None, skip=True),
    },
)
