"""Welcome: a neutral first screen; language, who is writing, where, and consent. All of it may be skipped."""

from bot.engine.flow import Call, Choice, Choose, Decide, Do, Flow
from bot.engine.text import _

WELCOME = Flow(
    "welcome",
    _("First meeting"),
    start="hello",
    steps={
        # Translators: somebody may read this over the shoulder; it must sound like any friendly chat.
        "hello": Choose(
            _("Hello, good to meet you. Here you can ask and tell whatever you like. Every question may be skipped."),
            choices=(
                Choice("start", _("Start"), then="language", words=("mulai", "halo", "hai", "assalamualaikum")),
                Choice("help_now", _("I need help now"), then="report", words=("tolong", "butuh bantuan"), style="danger"),
            ),
        ),
        "report": Call("report"),
        "language": Choose(
            _("Which language do you like to use?"),
            choices=(Choice("id", _("Bahasa Indonesia")), Choice("en", _("English"), words=("inggris",))),
            save_as="language",
            then="set_language",
            skip=True,
            columns=2,
        ),
        "set_language": Do("set_language", then="situation"),
        "situation": Choose(
            _("Who are you? This helps us to answer you better."),
            choices=(
                Choice("preparing", _("Preparing to leave"), words=("calon", "cpmi", "mau berangkat")),
                Choice("abroad", _("Working abroad"), words=("pmi", "tki", "tkw", "bmi")),
                Choice("domestic", _("Working elsewhere in Indonesia"), words=("perantau", "merantau")),
                Choice("family", _("Family of someone who works away"), words=("keluarga", "anak", "suami", "istri")),
                Choice("returned", _("Back home from working away"), words=("purna", "sudah pulang")),
                Choice("organisation", _("From an organisation"), words=("lsm", "organisasi", "komunitas")),
            ),
            save_as="situation",
            then="set_situation",
            skip=True,
        ),
        "set_situation": Do("set_situation", then="needs_country"),
        "needs_country": Decide("needs_country", {"yes": "country", "no": "consent"}),
        "country": Call("country", then="consent"),
        "consent": Choose(
            _(
                "May we keep what you write, so that our counsellors can help you? Only they can read it. You can ask us to "
                "delete it at any time. When someone is in danger we help first, whatever you answer."
            ),
            choices=(
                Choice("yes", _("Yes, you may"), then="agree", words=("boleh", "setuju")),
                Choice("no", _("No"), then="disagree", words=("tidak boleh",)),
            ),
            save_as="consent",
            then="own_path",
            skip=True,
        ),
        "agree": Do("give_consent", then="own_path"),
        "disagree": Do("refuse_consent", then="own_path"),
        "own_path": Decide("has_path", {"yes": "invite", "no": "menu"}),
        "invite": Choose(
            _("There is something here for you: short lessons, your rights, lists and checks, a few minutes a day."),
            choices=(
                Choice("prepare", _("Let me see"), then="prepare", words=("lihat", "mau", "ya")),
                Choice("report", _("Tell about a problem"), then="report", words=("lapor", "cerita", "masalah")),
                Choice("menu", _("Everything else"), words=("lain", "nanti")),
            ),
            then="menu",
        ),
        "prepare": Call("prepare", then="menu"),
        "menu": Call("menu"),
    },
)
