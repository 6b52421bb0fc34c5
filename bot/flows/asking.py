"""Asking: the card that answers a question, or a few that may; a human always; said plainly where no card answers."""

from bot.engine.flow import Call, Choice, Choose, Decide, Do, Flow, Reckon, Say, Show
from bot.engine.text import Text, _

ASKING = Flow(
    "asking",
    _("A question"),
    start="known",
    steps={
        "known": Decide("card_found", {"yes": "card", "perhaps": "perhaps", "no": "keep"}),
        "card": Show("asked_card", then="more"),
        "more": Choose(
            _("Does this answer your question? You can also ask in other words."),
            choices=(
                Choice("first", Text("1️⃣"), words=("satu",)),
                Choice("second", Text("2️⃣"), words=("dua",)),
                Choice("not_this", _("Not this"), then="keep", words=("bukan ini", "bukan", "salah")),
                Choice("person", _("Talk to a person"), then="person", words=("petugas", "konselor")),
                Choice("enough", _("Yes, thank you"), then="enough", words=("ya", "sudah", "cukup", "terima kasih", "makasih")),
            ),
            save_as="neighbour",
            then="take",
            columns=2,
            card="asked_neighbours",
        ),
        "perhaps": Choose(
            _("Is your question about one of these?"),
            choices=(
                Choice("first", Text("1️⃣"), words=("satu",)),
                Choice("second", Text("2️⃣"), words=("dua",)),
                Choice("third", Text("3️⃣"), words=("tiga",)),
                Choice("none_of_these", _("None of these"), then="keep", words=("bukan ini", "bukan", "tidak ada", "tidak")),
                Choice("person", _("Talk to a person"), then="person", words=("petugas", "konselor")),
            ),
            save_as="perhaps_about",
            then="take_one",
            columns=3,
            card="asked_perhaps",
        ),
        "take_one": Reckon("take_one", then="card"),
        "take": Reckon("take_neighbour", then="card"),
        "keep": Do("keep_question", then="unknown"),
        "unknown": Choose(
            _(
                "We have no card that answers this, and we do not guess. A person can answer you, "
                "or see who can help where you are."
            ),
            choices=(
                Choice("person", _("Talk to a person"), then="person", words=("petugas", "konselor", "ya")),
                Choice("numbers", _("Numbers to call"), then="numbers", words=("nomor", "telepon")),
                Choice("enough", _("Enough for now"), then="enough", words=("cukup", "tidak", "sudah")),
            ),
            columns=2,
        ),
        "person": Call("talk_to_human"),
        "numbers": Call("numbers"),
        "enough": Say(_("Good. You can ask again at any time, in your own words.")),
    },
)
