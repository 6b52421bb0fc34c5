"""Held papers: which, by whom, since when, and whether they were asked back."""

from bot.engine.flow import Choice, Choose, Flow
from bot.engine.text import _

HELD_PAPERS = Flow(
    "held_papers",
    _("Passport or papers held"),
    start="which",
    labels={"papers": _("Papers"), "holder": _("Held by"), "asked_back": _("Asked back"), "may_go_out": _("May go out")},
    steps={
        "which": Choose(
            _("Which papers are held?"),
            choices=(
                Choice("passport", _("Passport"), words=("paspor",)),
                Choice("identity", _("Identity or work card"), words=("ktp", "ic", "iqama", "arc")),
                Choice("contract", _("Contract"), words=("kontrak",)),
                Choice("several", _("Several of them"), words=("semua", "beberapa")),
            ),
            save_as="papers",
            then="holder",
            skip=True,
            columns=1,
        ),
        "holder": Choose(
            _("Who holds them?"),
            choices=(
                Choice("employer", _("Employer"), words=("majikan", "bos")),
                Choice("agent", _("Agent or broker"), words=("agen", "calo")),
                Choice("someone", _("Someone else"), words=("orang lain",)),
            ),
            save_as="holder",
            then="asked",
            skip=True,
            columns=1,
        ),
        "asked": Choose(
            _("Have you asked for them back?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="asked_back",
            then="free",
            skip=True,
            columns=2,
        ),
        "free": Choose(
            _("May you go out freely?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="may_go_out",
            then=None,
            skip=True,
            columns=2,
        ),
    },
)
