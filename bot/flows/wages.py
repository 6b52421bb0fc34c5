"""Wages: what is wrong with them, since when, how much."""

from bot.engine.answers import free_text, whole_number
from bot.engine.flow import Ask, Choice, Choose, Flow
from bot.engine.text import _

WAGES = Flow(
    "wages",
    _("Wages"),
    start="kind",
    labels={
        "wage_problem": _("Wage problem"),
        "months_unpaid": _("Months not paid"),
        "amount": _("Amount"),
        "employer": _("Employer"),
    },
    steps={
        "kind": Choose(
            _("What is wrong with the wages?"),
            choices=(
                Choice("unpaid", _("Not paid"), then="months", words=("tidak dibayar", "belum dibayar")),
                Choice("late", _("Paid late"), then="months", words=("telat", "terlambat")),
                Choice("deducted", _("Too much taken off"), words=("dipotong", "potongan")),
                Choice("less", _("Less than promised"), words=("kurang",)),
            ),
            save_as="wage_problem",
            then="amount",
            skip=True,
            columns=1,
        ),
        "months": Ask(
            _("How many months of wages are missing?"),
            answer=whole_number(0, 240),
            save_as="months_unpaid",
            then="amount",
            skip=True,
            retry=_("Please send a number, for example 3."),
        ),
        "amount": Ask(
            _("About how much is it, and in which currency? A guess is fine."),
            answer=free_text(200),
            save_as="amount",
            then="employer",
            skip=True,
        ),
        "employer": Ask(
            _("Who should have paid? Name of the employer or company, as far as you know."),
            answer=free_text(300),
            save_as="employer",
            then=None,
            skip=True,
        ),
    },
)
