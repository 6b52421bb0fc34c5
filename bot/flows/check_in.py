"""Check-in: one neutral question and at most one more. Whatever is answered is right, and nothing of it is dangerous to read."""

from bot.engine.flow import Call, Choice, Choose, Decide, Do, Flow, Say
from bot.engine.text import Text, _

GOOD = (
    "baik", "baik kak", "baik saja", "baik baik saja", "baik-baik saja", "alhamdulillah baik", "alhamdulillah",
    "sehat", "lancar", "aman", "fine",
)  # fmt: skip
YES, NO = _("Yes"), _("No")


def second(text: Text, key: str) -> Choose:
    """A second question, answered with yes or no, or not at all."""
    yes = Choice("yes", YES, words=("ya", "iya", "sudah", "yes"))
    no = Choice("no", NO, words=("tidak", "belum", "no"))
    return Choose(text, choices=(yes, no), save_as=key, then="keep_second", skip=True, columns=2)


CHECK_IN = Flow(
    "check_in",
    _("How are you?"),
    start="how",
    steps={
        # Translators: all of these may be read over the shoulder: as harmless as a friend's greeting.
        "how": Choose(
            _("Hello, how is everything?"),
            choices=(
                Choice("good", _("Good"), then="keep_good", words=GOOD),
                Choice("tell", _("I have something to tell"), then="keep_tell", words=("ada", "cerita", "mau cerita")),
                Choice("later", _("Not now"), then="keep_later", words=("nanti", "nanti saja", "nanti aja", "sibuk", "later")),
            ),
            save_as="check_in",
            otherwise="keep_words",
        ),
        "keep_good": Do("keep_check_in", then="turn"),
        "turn": Decide(
            "second_question",
            {
                "wages": "wages",
                "day_off": "day_off",
                "somebody": "somebody",
                "papers": "papers",
                "phone": "phone",
                "money": "money",
                "children": "children",
                "news": "news",
                "debts": "debts",
                "sleep": "sleep",
                "documents": "documents",
                "numbers": "numbers",
                "none": "thanks",
            },
        ),
        "wages": second(_("Good to hear. Has this month's money come as agreed?"), "wages_paid"),
        "day_off": second(_("Good to hear. Have you had a day off lately?"), "day_off"),
        "somebody": second(_("Good to hear. Is there somebody you can chat with?"), "somebody_there"),
        "papers": second(_("Good to hear. Are your papers with you?"), "papers_mine"),
        "phone": second(_("Good to hear. Can you use your phone when you like?"), "phone_mine"),
        "money": second(_("Good to hear. Does the money from far away come as agreed?"), "money_comes"),
        "children": second(_("Good to hear. Are the children well?"), "children_well"),
        "news": second(_("Good to hear. Do you hear from the one who is away?"), "hears_news"),
        "debts": second(_("Good to hear. Are there debts that press on you?"), "debts_press"),
        "sleep": second(_("Good to hear. Do you sleep well these days?"), "sleeps_well"),
        "documents": second(_("Good to hear. Are all your papers complete?"), "documents_complete"),
        "numbers": second(_("Good to hear. Have you written the important numbers on paper?"), "numbers_on_paper"),
        "keep_second": Do("keep_check_in", then="thanks"),
        "thanks": Say(_("Thank you. Until next time!")),
        "keep_tell": Do("keep_check_in", then="tell"),
        "tell": Call("report"),
        "keep_later": Do("keep_check_in", then="later"),
        "later": Say(_("All right, another time.")),
        "keep_words": Do("keep_check_in", then="more"),
        "more": Choose(
            _("Thank you for telling. Would you like to go on talking about it?"),
            choices=(
                Choice("talk", _("Talk to a person"), then="talk", words=("ya", "petugas", "yes", "mau")),
                Choice("tell", _("Tell more here"), then="tell", words=("cerita", "lanjut")),
                Choice("enough", _("That is all"), then="thanks", words=("cukup", "tidak", "sudah", "no")),
            ),
        ),
        "talk": Call("talk_to_human"),
    },
)
