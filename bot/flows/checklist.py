"""Checklist: lists that remember what was ticked, for weeks."""

from bot.engine.flow import Choice, Choose, Flow, Reckon
from bot.engine.text import Text, _

SPOKEN = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
POINTS = tuple(
    Choice(str(n), Text(f"{n}️⃣" if n < 10 else "🔟"), then="tick", words=(spoken,)) for n, spoken in enumerate(SPOKEN, 1)
)

CHECKLIST = Flow(
    "checklist",
    _("Checklists"),
    start="which",
    steps={
        "which": Choose(
            _("Which list?"),
            choices=(
                Choice("documents", _("Documents"), words=("dokumen", "surat")),
                Choice("clauses", _("What a contract says"), words=("kontrak",)),
                Choice("packing", _("Packing"), words=("tas", "koper")),
                Choice("paper_numbers", _("Numbers on paper"), words=("nomor",)),
                Choice("code_word", _("Family code word"), words=("kata kode", "kode")),
                Choice("first_week", _("The first week"), words=("minggu pertama",)),
                Choice("family", _("Family at home"), words=("keluarga",)),
                Choice("move_city", _("Moving to a city"), words=("kota",)),
            ),
            save_as="checklist",
            then="list",
            columns=2,
        ),
        "list": Choose(
            _("Press a number to tick it, or to take the tick away. We remember it."),
            choices=(
                *POINTS,
                Choice("another", _("Another list"), then="which", words=("lain", "daftar lain")),
                Choice("enough", _("Enough for now"), words=("cukup", "selesai")),
            ),
            save_as="tick",
            columns=5,
            card="checklist",
            about="checklist",
        ),
        "tick": Reckon("tick", then="list"),
    },
)
