"""Offer check: nine questions by which false offers give themselves away, and the official places that know more."""

from bot.engine.flow import Call, Choice, Choose, Flow, Reckon, Show, Step
from bot.engine.text import Text, _

ASKED: tuple[tuple[str, Text], ...] = (
    ("company", _("Did you find the company in SISKOP2MI, or did KP2MI confirm it?")),
    ("social_media", _("Did the offer come through social media or a person you hardly know?")),
    ("fantastic_wage", _("Is the wage very high although no skill is asked for?")),
    ("tourist_visa", _("Are you to leave with a visitor's visa, or to say that you are on holiday?")),
    ("closed_country", _("Is the work in Thailand, Myanmar or Cambodia?")),
    ("fee", _("Are you asked for money to get the job?")),
    ("contract", _("Is there a written contract that you can read?")),
    ("papers", _("Are you to hand over your passport or your school certificate?")),
    ("hurry", _("Are you told to hurry, or not to tell anybody?")),
)
"""The question of each sign in the content's check of offers, under the same name."""

REPLIES = (
    Choice("yes", _("Yes"), words=("iya", "betul")),
    Choice("no", _("No"), words=("tidak", "belum")),
    Choice("unknown", _("Not sure"), words=("tidak tahu", "ragu")),
)
NAMES = tuple(name for name, _question in ASKED)
AFTER = dict(zip(NAMES, (*NAMES[1:], "weigh"), strict=True))
QUESTIONS: dict[str, Step] = {
    name: Choose(question, choices=REPLIES, save_as=f"offer_{name}", then=AFTER[name], columns=3) for name, question in ASKED
}

OFFER_CHECK = Flow(
    "offer_check",
    _("Is this offer real?"),
    start=NAMES[0],
    labels={f"offer_{name}": question for name, question in ASKED},
    steps={
        **QUESTIONS,
        "weigh": Reckon("weigh_offer", then="result"),
        "result": Show("offer_result", then="more"),
        "more": Choose(
            _("Would you like a counsellor to look at the offer with you?"),
            choices=(
                Choice("counsellor", _("Yes, please"), then="counsellor", words=("ya", "iya", "mau")),
                Choice("again", _("Check another offer"), then=NAMES[0], words=("lagi", "tawaran lain")),
                Choice("enough", _("Enough for now"), words=("cukup", "selesai", "tidak")),
            ),
            columns=1,
        ),
        "counsellor": Call("talk_to_human"),
    },
)
