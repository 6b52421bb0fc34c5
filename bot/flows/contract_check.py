"""Contract check: nine questions about what a contract must say before it is signed."""

from bot.engine.flow import Call, Choice, Choose, Flow, Reckon, Show, Step
from bot.engine.text import Text, _

ASKED: tuple[tuple[str, Text], ...] = (
    ("readable", _("Is the contract in a language that you understand?")),
    ("same_promise", _("Does it say the same as you were promised?")),
    ("wage_written", _("Does it say the wage in figures, and the day of payment?")),
    ("rest_written", _("Does it say the working hours and the day off?")),
    ("deductions", _("Does it take money off your wage?")),
    ("employer_named", _("Does it name the employer and the place of work?")),
    ("fine", _("Is there a fine if you stop working or leave?")),
    ("papers_kept", _("Does it say that somebody else keeps your passport?")),
    ("copy", _("Do you get a copy for yourself and your family?")),
)
"""The question of each sign in the content's check of contracts, under the same name."""

REPLIES = (
    Choice("yes", _("Yes"), words=("iya", "betul")),
    Choice("no", _("No"), words=("tidak", "belum")),
    Choice("unknown", _("Not sure"), words=("tidak tahu", "ragu")),
)
NAMES = tuple(name for name, _question in ASKED)
AFTER = dict(zip(NAMES, (*NAMES[1:], "weigh"), strict=True))
QUESTIONS: dict[str, Step] = {
    name: Choose(question, choices=REPLIES, save_as=f"contract_{name}", then=AFTER[name], columns=3) for name, question in ASKED
}

CONTRACT_CHECK = Flow(
    "contract_check",
    _("Check a contract"),
    start=NAMES[0],
    labels={f"contract_{name}": question for name, question in ASKED},
    steps={
        **QUESTIONS,
        "weigh": Reckon("weigh_contract", then="result"),
        "result": Show("contract_result", then="more"),
        "more": Choose(
            _("Would you like a counsellor to read it with you?"),
            choices=(
                Choice("counsellor", _("Yes, please"), then="counsellor", words=("ya", "iya", "mau")),
                Choice("enough", _("Enough for now"), words=("cukup", "selesai", "tidak")),
            ),
            columns=1,
        ),
        "counsellor": Call("talk_to_human"),
    },
)
