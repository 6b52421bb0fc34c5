"""Phrases: asked, shown, rated by the contact; what was forgotten comes back soon, what was easy comes back late."""

from bot.engine.flow import Call, Choice, Choose, Decide, Flow, Reckon, Show
from bot.engine.text import _

PHRASES = Flow(
    "phrases",
    _("Useful phrases"),
    start="recall",
    steps={
        "recall": Reckon("recall_destination", then="known"),
        "known": Decide("destination_known", {"yes": "book", "no": "which"}),
        "which": Call("which_destination", then="book"),
        "book": Reckon("find_phrasebook", then="find"),
        "find": Reckon("find_phrase", then="found"),
        "found": Decide("something_found", {"yes": "say", "no": "done"}),
        "say": Choose(
            _("Say it aloud, then look."),
            choices=(
                Choice("show", _("Show me"), then="rate", words=("lihat", "tunjukkan")),
                Choice("language", _("Another language"), then="language", words=("bahasa lain",)),
                Choice("enough", _("Enough for now"), then="end", words=("cukup", "selesai")),
            ),
            columns=2,
            card="phrase_asked",
            about="phrase",
        ),
        "rate": Choose(
            _("Did you remember it?"),
            choices=(
                Choice("forgot", _("😕 Not yet"), words=("lupa", "belum")),
                Choice("hard", _("🤔 Hardly"), words=("sulit", "agak")),
                Choice("good", _("🙂 Yes"), words=("ya", "ingat")),
                Choice("easy", _("😄 Easily"), words=("mudah", "gampang")),
            ),
            save_as="recall",
            then="keep",
            columns=2,
            card="phrase_shown",
            about="phrase",
        ),
        "keep": Reckon("rate_phrase", then="find"),
        "language": Choose(
            _("Which language would you like to learn?"),
            choices=(
                Choice("ms", _("Malay"), words=("melayu",)),
                Choice("en", _("English phrases"), words=("inggris",)),
                Choice("yue", _("Cantonese"), words=("kanton",)),
                Choice("zh", _("Mandarin"), words=("mandarin", "cina")),
                Choice("ar", _("Arabic"), words=("arab",)),
                Choice("ko", _("Korean"), words=("korea",)),
                Choice("ja", _("Japanese"), words=("jepang",)),
                Choice("id", _("Talking in the city"), words=("indonesia", "kota")),
            ),
            save_as="book",
            then="find",
            columns=2,
        ),
        "done": Show("phrases_done", then="after"),
        "after": Choose(
            _("What next?"),
            choices=(
                Choice("language", _("Another language"), then="language", words=("bahasa lain",)),
                Choice("enough", _("Enough for now"), then="end", words=("cukup", "selesai")),
            ),
            columns=1,
        ),
        "end": Reckon("recall_destination"),
    },
)
