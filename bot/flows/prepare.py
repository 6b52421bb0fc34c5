"""Prepare: lessons, phrases, countries, rights, lists and checks; families and who moves within Indonesia have their own path."""

from bot.engine.flow import Call, Choice, Choose, Decide, Flow, Reckon, Show
from bot.engine.text import _

LESSON = Choice("lesson", _("A short lesson"), then="lesson", words=("pelajaran", "belajar"))
RIGHTS = Choice("rights", _("My rights"), then="rights", words=("hak", "hak saya"))
CHECKLIST = Choice("checklist", _("Checklists"), then="checklist", words=("daftar", "daftar periksa"))
OFFER = Choice("offer_check", _("Is this offer real?"), then="offer_check", words=("cek lowongan", "penipuan"))
CONTRACT = Choice("contract_check", _("Check a contract"), then="contract_check", words=("kontrak", "cek kontrak"))
COSTS = Choice("costs", _("Costs and debt"), then="costs", words=("biaya", "utang", "hutang"))

PREPARE = Flow(
    "prepare",
    _("Prepare and learn"),
    start="whose",
    steps={
        "whose": Decide("whose_path", {"abroad": "what", "domestic": "at_home", "family": "family"}),
        "what": Choose(
            _("What would you like to do? A few minutes are enough."),
            choices=(
                LESSON,
                Choice("phrases", _("Useful phrases"), then="phrases", words=("kalimat", "bahasa asing")),
                Choice("destination", _("About a country"), then="destination", words=("negara", "negara tujuan")),
                RIGHTS,
                CHECKLIST,
                OFFER,
                CONTRACT,
                COSTS,
            ),
            columns=2,
        ),
        "at_home": Reckon("stay_at_home", then="moving"),
        "moving": Choose(
            _("Work in another town or on another island: what would you like to do? A few minutes are enough."),
            choices=(
                LESSON,
                Choice("destination", _("Working inside Indonesia"), then="destination", words=("indonesia", "dalam negeri")),
                RIGHTS,
                CHECKLIST,
                OFFER,
                CONTRACT,
                COSTS,
                Choice("abroad", _("I want to go abroad"), then="elsewhere", words=("luar negeri", "ke luar negeri")),
            ),
            columns=2,
        ),
        "elsewhere": Call("which_destination", then="what"),
        "family": Choose(
            _("For the family at home: what would you like to do? A few minutes are enough."),
            choices=(
                LESSON,
                Choice("family_rights", _("The family's four rights"), then="four_rights", words=("hak keluarga", "hak")),
                Choice("money", _("Money that is sent"), then="about_money", words=("uang", "kiriman")),
                Choice("children", _("Children and closeness"), then="about_family", words=("anak", "jarak")),
                Choice("scams", _("Scams against families"), then="about_safety", words=("penipuan", "tipu")),
                Choice("destination", _("The country where they work"), then="destination", words=("negara",)),
                CHECKLIST,
                OFFER,
            ),
            columns=2,
        ),
        "four_rights": Reckon("find_family_rights", then="show_rights"),
        "show_rights": Show("lesson_read", then="whose"),
        "about_money": Reckon("about_money", then="lesson"),
        "about_family": Reckon("about_family", then="lesson"),
        "about_safety": Reckon("about_safety", then="lesson"),
        "lesson": Call("lesson", then="whose"),
        "phrases": Call("phrases", then="whose"),
        "destination": Call("destination", then="whose"),
        "rights": Call("rights", then="whose"),
        "checklist": Call("checklist", then="whose"),
        "offer_check": Call("offer_check", then="whose"),
        "contract_check": Call("contract_check", then="whose"),
        "costs": Call("costs", then="whose"),
    },
)
