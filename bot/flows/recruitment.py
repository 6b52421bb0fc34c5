"""Recruitment fraud and trafficking: at which stage, how much was paid, who promised."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Flow
from bot.engine.text import _

RECRUITMENT = Flow(
    "recruitment",
    _("Agent, false promise"),
    start="stage",
    labels={"stage": _("Stage"), "paid": _("Paid"), "recruiter": _("Promised by"), "place": _("Where")},
    steps={
        "stage": Choose(
            _("What is happening?"),
            choices=(
                Choice("not_left", _("Paid, but not sent"), words=("gagal berangkat",)),
                Choice("offer", _("An offer I do not trust"), words=("lowongan", "tawaran")),
                Choice("waiting", _("Kept waiting in a house"), words=("penampungan",)),
                Choice("other_job", _("Other work than promised"), words=("tidak sesuai",)),
                Choice("forced", _("Forced to work or to cheat people"), words=("dipaksa", "scam", "judi")),
            ),
            save_as="stage",
            then="paid",
            skip=True,
            columns=1,
        ),
        "paid": Ask(
            _("Have you paid or borrowed money for it? About how much?"),
            answer=free_text(200),
            save_as="paid",
            then="who",
            skip=True,
        ),
        "who": Ask(
            _("Who promised it? Name, company, account or phone number, as far as you know."),
            answer=free_text(500),
            save_as="recruiter",
            then="place",
            skip=True,
        ),
        "place": Ask(_("Where is the person concerned now?"), answer=free_text(300), save_as="place", then=None, skip=True),
    },
)
