"""Destination: what one must know of a country, part by part, with its year and its source."""

from bot.engine.flow import Call, Choice, Choose, Decide, Flow, Reckon, Show
from bot.engine.text import _

DESTINATION = Flow(
    "destination",
    _("About a country"),
    start="recall",
    steps={
        "recall": Reckon("recall_destination", then="known"),
        "known": Decide("destination_known", {"yes": "part", "no": "which"}),
        "which": Call("which_destination", then="part"),
        "part": Choose(
            _("What do you want to know?"),
            choices=(
                Choice("permit", _("Permit and visa"), words=("izin", "visa")),
                Choice("wages", _("Wages and rest"), words=("gaji", "libur")),
                Choice("passport", _("Who holds the passport"), words=("paspor",)),
                Choice("fees", _("What may never be charged"), words=("biaya",)),
                Choice("culture", _("Customs and manners"), words=("budaya", "sopan")),
                Choice("climate", _("Weather and clothes"), words=("cuaca",)),
                Choice("first_week", _("The first week"), words=("minggu pertama",)),
                Choice("money", _("Sending money home"), words=("kirim uang",)),
                Choice("trouble", _("When something goes wrong"), words=("masalah", "tolong")),
                Choice("other_country", _("Another country"), then="which", words=("negara lain",)),
                Choice("enough", _("Enough for now"), then="end", words=("cukup", "selesai")),
            ),
            save_as="part",
            then="show",
            columns=2,
            card="destination_head",
        ),
        "show": Show("destination_part", then="part"),
        "end": Reckon("keep_destination"),
    },
)
