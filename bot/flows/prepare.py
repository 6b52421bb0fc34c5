"""Prepare: lessons, phrases, countries, rights, lists and checks, in eight buttons."""

from bot.engine.flow import Call, Choice, Choose, Flow
from bot.engine.text import _

PREPARE = Flow(
    "prepare",
    _("Prepare and learn"),
    start="what",
    steps={
        "what": Choose(
            _("What would you like to do? A few minutes are enough."),
            choices=(
                Choice("lesson", _("A short lesson"), then="lesson", words=("pelajaran", "belajar")),
                Choice("phrases", _("Useful phrases"), then="phrases", words=("kalimat", "bahasa asing")),
                Choice("destination", _("About a country"), then="destination", words=("negara", "negara tujuan")),
                Choice("rights", _("My rights"), then="rights", words=("hak", "hak saya")),
                Choice("checklist", _("Checklists"), then="checklist", words=("daftar", "daftar periksa")),
                Choice("offer_check", _("Is this offer real?"), then="offer_check", words=("cek lowongan", "penipuan")),
                Choice("contract_check", _("Check a contract"), then="contract_check", words=("kontrak", "cek kontrak")),
                Choice("costs", _("Costs and debt"), then="costs", words=("biaya", "utang", "hutang")),
            ),
            columns=2,
        ),
        "lesson": Call("lesson", then="what"),
        "phrases": Call("phrases", then="what"),
        "destination": Call("destination", then="what"),
        "rights": Call("rights", then="what"),
        "checklist": Call("checklist", then="what"),
        "offer_check": Call("offer_check", then="what"),
        "contract_check": Call("contract_check", then="what"),
        "costs": Call("costs", then="what"),
    },
)
