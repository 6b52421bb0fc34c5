"""Reminder: a short line at an hour of the contact's own, off until it is asked for; and that line itself."""

from bot.engine.flow import Call, Choice, Choose, Decide, Do, Flow, Say
from bot.engine.text import _

ANSWERS = (
    Choice("go", _("Let me see"), then="lesson", words=("lihat", "ya", "mau", "boleh")),
    Choice("later", _("Not today"), then="later", words=("nanti", "tidak hari ini", "sibuk")),
    Choice("hour", _("Another hour"), then="hour", words=("jam lain", "ubah jam")),
    Choice("stop", _("No more of it"), then="stop", words=("berhenti", "stop", "jangan lagi")),
)

REMINDER = Flow(
    "reminder",
    _("A reminder"),
    start="hour",
    steps={
        "hour": Choose(
            _("At what hour, by your own clock? One short, ordinary line comes; nobody can see from it what it is about."),
            choices=(
                Choice("6", _("6 in the morning"), words=("jam 6", "subuh", "06.00")),
                Choice("9", _("9 in the morning"), words=("jam 9", "pagi", "09.00")),
                Choice("12", _("12 noon"), words=("jam 12", "siang", "12.00")),
                Choice("16", _("4 in the afternoon"), words=("jam 4", "sore", "16.00")),
                Choice("19", _("7 in the evening"), words=("jam 7", "19.00")),
                Choice("21", _("9 at night"), words=("malam", "21.00")),
                Choice("off", _("No reminder"), then="stop", words=("tidak usah", "tanpa", "matikan")),
            ),
            save_as="lesson_hour",
            then="often",
            columns=2,
            numbered=False,
        ),
        "often": Choose(
            _("How often?"),
            choices=(
                Choice("daily", _("Every day"), words=("tiap hari", "setiap hari")),
                Choice("third", _("Every three days"), words=("tiga hari sekali",)),
                Choice("weekly", _("Every week"), words=("tiap minggu", "seminggu sekali")),
            ),
            save_as="lesson_often",
            then="plan",
        ),
        "plan": Do("plan_lessons", then="planned"),
        "planned": Say(
            _("Good, from tomorrow on. It rests when you tell us of a problem, and stops when you do not answer three times.")
        ),
        "stop": Do("stop_lessons", then="stopped"),
        "stopped": Say(_("All right, no reminder. You can learn here at any time.")),
    },
)

# Translators: somebody may read this over the shoulder; the first words must say nothing of what it is about.
HELLO = _("Hello, how are you? There is something small here today, if you like.")
HELLO_AGAIN = _("Hello, we hope your days are easier now. There is something small here again, only if you like.")

LESSON_DAY = Flow(
    "lesson_day",
    _("A reminder"),
    start="which",
    steps={
        "which": Decide("course_again", {"yes": "again", "no": "hello"}),
        "hello": Choose(HELLO, choices=ANSWERS, columns=2),
        "again": Choose(HELLO_AGAIN, choices=ANSWERS, columns=2),
        "lesson": Call("lesson"),
        "later": Say(_("All right. Another time.")),
        "hour": Call("reminder"),
        "stop": Do("stop_lessons", then="stopped"),
        "stopped": Say(_("All right, no reminder. You can learn here at any time.")),
    },
)
