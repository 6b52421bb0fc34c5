"""Lesson: a plan in two questions, then one lesson after the other, each with its question and the explanation at once."""

from bot.engine.days import DayAnswer
from bot.engine.flow import Ask, Call, Choice, Choose, Decide, Flow, Reckon, Say, Show
from bot.engine.text import Text, _

NUMBERS = tuple(Choice(str(n), Text(f"{n}️⃣"), words=(word,)) for n, word in enumerate(("satu", "dua", "tiga"), 1))

LESSON = Flow(
    "lesson",
    _("A short lesson"),
    start="pause",
    steps={
        "pause": Reckon("recall_pause", then="waits"),
        "waits": Decide("course_waits", {"open": "first", "again": "again_here", "no": "recall"}),
        "first": Choose(
            _("What you have told us comes first; the lessons wait for you. Would you like to learn a little all the same?"),
            choices=(
                Choice("learn", _("Yes, a little"), then="recall", words=("ya", "mau", "boleh")),
                Choice("talk", _("Talk to a person"), then="talk", words=("petugas", "konselor")),
                Choice("later", _("Later"), words=("nanti", "tidak")),
            ),
        ),
        "talk": Call("talk_to_human"),
        "again_here": Say(_("Good that you are here again. We go on where we stopped."), then="recall"),
        "recall": Reckon("recall_destination", then="known"),
        "known": Decide("destination_known", {"yes": "planned", "no": "which"}),
        "which": Call("which_destination", then="planned"),
        "planned": Reckon("recall_plan", then="has_plan"),
        "has_plan": Decide("plan_known", {"yes": "find", "no": "leaves"}),
        "leaves": Decide("leaves", {"yes": "job", "no": "find"}),
        "job": Choose(
            _("Which work is it?"),
            choices=(
                Choice("domestic", _("Work in a household"), words=("prt", "rumah tangga")),
                Choice("elder_care", _("Care for the elderly"), words=("lansia", "perawat")),
                Choice("factory", _("Factory"), words=("pabrik",)),
                Choice("construction", _("Building site"), words=("bangunan", "konstruksi")),
                Choice("plantation", _("Plantation, farm"), words=("kebun", "sawit", "pertanian")),
                Choice("fishing", _("Ship, fishing"), words=("kapal", "nelayan", "abk")),
                Choice("hospitality", _("Hotel, restaurant, shop"), words=("hotel", "restoran", "toko")),
            ),
            save_as="job",
            then="leaving",
            skip=True,
            columns=2,
        ),
        "leaving": Choose(
            _("When do you leave? We then choose what matters now."),
            choices=(
                Choice("known", _("I know the day"), then="day", words=("tahu", "sudah ada")),
                Choice("open", _("Not known yet"), words=("belum", "belum tahu")),
                Choice("there", _("I am there already"), words=("sudah di sana", "sudah berangkat")),
            ),
            save_as="leaving",
            then="keep",
            columns=1,
        ),
        "day": Ask(
            _("On which day? For example: 12 March 2027."),
            answer=DayAnswer(latest=3 * 365),
            retry=_("Please write the day like this: 12-3-2027."),
            save_as="departure",
            then="keep",
            skip=True,
        ),
        "keep": Reckon("keep_plan", then="find"),
        "find": Reckon("find_lesson", then="found"),
        "found": Decide("something_found", {"yes": "quiz", "no": "all_done"}),
        "quiz": Choose(
            _("Which answer? Press its number."),
            choices=NUMBERS,
            save_as="reply",
            then="judge",
            columns=3,
            card="lesson",
            about="lesson",
        ),
        "judge": Reckon("judge_lesson", then="explained"),
        "explained": Show("lesson_explained", then="stands"),
        "stands": Decide("lesson_stands", {"yes": "more", "no": "find"}),
        "more": Choose(
            _("What next?"),
            choices=(
                Choice("next", _("Next lesson"), then="find", words=("lanjut", "berikutnya")),
                Choice("subject", _("Choose a subject"), then="subject", words=("pilih", "topik")),
                Choice("plan", _("Change my plan"), then="elsewhere", words=("ubah rencana", "rencana")),
                Choice("remind", _("Remind me"), then="remind", words=("ingatkan", "pengingat")),
                Choice("enough", _("Enough for now"), words=("cukup", "selesai")),
            ),
            columns=2,
        ),
        "remind": Call("reminder", then="more"),
        "elsewhere": Call("which_destination", then="leaves"),
        "subject": Choose(
            _("What would you like to learn about?"),
            choices=(
                Choice("culture", _("Customs"), words=("budaya",)),
                Choice("language", _("Language"), words=("bahasa",)),
                Choice("skills", _("Work skills"), words=("keterampilan", "keahlian")),
                Choice("rights", _("Rights"), words=("hak",)),
                Choice("money", _("Money"), words=("uang",)),
                Choice("health", _("Health"), words=("kesehatan",)),
                Choice("safety", _("Safety"), words=("keamanan", "aman")),
                Choice("family", _("Family"), words=("keluarga",)),
            ),
            save_as="subject",
            then="find",
            skip=True,
            columns=2,
        ),
        "all_done": Show("path_done", then="again"),
        "again": Choose(
            _("What next?"),
            choices=(
                Choice("again", _("Learn these again"), then="begin_again", words=("ulang", "lagi")),
                Choice("subject", _("Choose a subject"), then="subject", words=("pilih", "topik")),
                Choice("enough", _("Enough for now"), words=("cukup", "selesai")),
            ),
            columns=1,
        ),
        "begin_again": Reckon("begin_again", then="find"),
    },
)
