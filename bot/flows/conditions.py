"""Working conditions and contract: what differs from what was promised."""

from bot.engine.answers import free_text, whole_number
from bot.engine.flow import Ask, Choice, Choose, Flow
from bot.engine.text import _

CONDITIONS = Flow(
    "conditions",
    _("Work and contract"),
    start="what",
    labels={"condition": _("About"), "months": _("Months"), "has_contract": _("Has a contract"), "employer": _("Employer")},
    steps={
        "what": Choose(
            _("What is it about?"),
            choices=(
                Choice("rest", _("No day of rest"), words=("libur",)),
                Choice("hours", _("Too many hours"), words=("jam kerja", "lembur")),
                Choice("other_work", _("Other work than promised"), words=("kerja lain",)),
                Choice("place", _("Food or place to sleep"), words=("makan", "tidur")),
                Choice("worship", _("Worship"), words=("sholat", "ibadah")),
                Choice("other", _("Something else"), words=("lain",)),
            ),
            save_as="condition",
            then="months",
            skip=True,
            columns=2,
        ),
        "months": Ask(
            _("For how many months has it been like this?"),
            answer=whole_number(0, 240),
            save_as="months",
            then="contract",
            skip=True,
            retry=_("Please send a number, for example 3."),
        ),
        "contract": Choose(
            _("Do you have a written contract?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="has_contract",
            then="employer",
            skip=True,
            columns=2,
        ),
        "employer": Ask(
            _("Who do you work for? Name of the employer, company or agent, as far as you know."),
            answer=free_text(300),
            save_as="employer",
            then=None,
            skip=True,
        ),
    },
)
