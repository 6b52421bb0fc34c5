"""Costs: what may be charged for a destination, and how long a debt lasts."""

from bot.engine.answers import amount, whole_number
from bot.engine.flow import Ask, Call, Choice, Choose, Decide, Flow, Reckon, Show
from bot.engine.text import _

COSTS = Flow(
    "costs",
    _("Costs and debt"),
    start="recall",
    steps={
        "recall": Reckon("recall_destination", then="known"),
        "known": Decide("destination_known", {"yes": "what", "no": "which"}),
        "which": Call("which_destination", then="what"),
        "what": Choose(
            _("What would you like to know?"),
            choices=(
                Choice("fees", _("What may never be charged"), then="fees", words=("biaya",)),
                Choice("debt", _("How long a debt lasts"), then="debt", words=("utang", "hutang")),
                Choice("enough", _("Enough for now"), words=("cukup", "selesai")),
            ),
            save_as="part",
            columns=1,
            card="destination_head",
        ),
        "fees": Show("destination_part", then="what"),
        "debt": Ask(
            _("How large is the debt, in rupiah? For example: 15 million."),
            answer=amount(1),
            retry=_("Please send one amount, for example 15 million or 15.000.000."),
            save_as="debt",
            then="monthly",
        ),
        "monthly": Ask(
            _("How much do you pay off each month, in rupiah?"),
            answer=amount(0),
            retry=_("Please send one amount, for example 15 million or 15.000.000."),
            save_as="monthly",
            then="percent",
        ),
        "percent": Ask(
            _("How much interest is added each month, out of 100? Write 0 if there is none."),
            answer=whole_number(0, 100),
            retry=_("Please send a number, for example 3."),
            save_as="percent",
            then="wage",
            skip=True,
        ),
        "wage": Ask(
            _("How much is your wage a month, in rupiah? We show what is left."),
            answer=amount(1),
            retry=_("Please send one amount, for example 15 million or 15.000.000."),
            save_as="wage",
            then="work_out",
            skip=True,
        ),
        "work_out": Reckon("work_out_debt", then="result"),
        "result": Show("debt_result", then="what"),
    },
)
