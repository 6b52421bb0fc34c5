"""Rights: a card for the country and the situation, and the way to a counsellor for who is in it."""

from bot.engine.flow import Call, Choice, Choose, Decide, Flow, Reckon, Show
from bot.engine.text import _

RIGHTS = Flow(
    "rights",
    _("My rights"),
    start="recall",
    steps={
        "recall": Reckon("recall_destination", then="known"),
        "known": Decide("destination_known", {"yes": "situation", "no": "which"}),
        "which": Call("which_destination", then="situation"),
        "situation": Choose(
            _("Which right is it about?"),
            choices=(
                Choice("wages", _("Wages"), words=("gaji", "upah")),
                Choice("rest", _("Rest and days off"), words=("libur", "istirahat")),
                Choice("passport", _("Passport and papers"), words=("paspor", "dokumen")),
                Choice("ending", _("The contract ends"), words=("kontrak habis", "phk", "dipecat")),
                Choice("pregnancy", _("Pregnancy"), words=("hamil",)),
                Choice("illness", _("Illness or accident"), words=("sakit", "kecelakaan")),
                Choice("death", _("A death"), words=("meninggal",)),
                Choice("deportation", _("Detention, deportation"), words=("deportasi", "ditahan")),
                Choice("other_country", _("Another country"), then="which", words=("negara lain",)),
            ),
            save_as="situation",
            then="show",
            columns=2,
            card="destination_head",
        ),
        "show": Show("rights_card", then="more"),
        "more": Choose(
            _("Is this happening to you? A counsellor can help, free and in confidence."),
            choices=(
                Choice("report", _("Yes, I want help"), then="report", words=("ya", "bantu", "lapor")),
                Choice("another", _("Another right"), then="situation", words=("lain",)),
                Choice("enough", _("Enough for now"), words=("cukup", "selesai", "tidak")),
            ),
            columns=1,
        ),
        "report": Call("report"),
    },
)
