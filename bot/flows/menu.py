"""Menu: everything one can do here, in a few buttons."""

from bot.engine.flow import Call, Choice, Choose, Flow
from bot.engine.text import _

MENU = Flow(
    "menu",
    _("Menu"),
    start="what",
    steps={
        "what": Choose(
            _("What can we do for you? Press a button, or type its number."),
            choices=(
                Choice("report", _("Tell about a problem"), then="report", words=("lapor", "cerita", "masalah")),
                Choice("talk_to_human", _("Talk to a person"), then="talk_to_human", words=("petugas", "konselor")),
                Choice("numbers", _("Numbers to call"), then="numbers", words=("nomor", "telepon", "nomor telepon")),
                Choice("prepare", _("Prepare and learn"), then="prepare", words=("belajar", "persiapan", "hak")),
                Choice("greetings", _("Regular hello"), then="greetings", words=("sapaan", "kabar", "sapa")),
                Choice("recovery", _("Small steps after hard times"), then="recovery", words=("pulih", "langkah kecil")),
                Choice("language", _("Language"), then="language", words=("bahasa",)),
                Choice("help", _("How this works"), then="help", words=("bantuan", "cara")),
                Choice("stop", _("Stop and forget me"), then="stop", words=("berhenti",)),
            ),
        ),
        "report": Call("report"),
        "talk_to_human": Call("talk_to_human"),
        "numbers": Call("numbers"),
        "prepare": Call("prepare"),
        "greetings": Call("greetings"),
        "recovery": Call("recovery"),
        "language": Call("language"),
        "help": Call("help"),
        "stop": Call("stop"),
    },
)
