"""Greetings: whether, when and how often somebody wishes to be asked how they are. They choose, change, pause and stop it."""

from bot.engine.days import DayAnswer
from bot.engine.flow import Ask, Call, Choice, Choose, Decide, Do, Flow, Say, Show
from bot.engine.text import _

NO_DAY = _("I could not read that date. Write it like 20 May 2027 or 20/5/2027. Not known yet? Press Skip.")

GREETINGS = Flow(
    "greetings",
    _("Regular hello"),
    start="shown",
    steps={
        "shown": Show("check_in_plan", then="what"),
        "what": Choose(
            _("What would you like?"),
            choices=(
                Choice("set", _("Set or change the time"), then="whose", words=("atur", "ubah", "mulai", "set")),
                Choice("pause", _("Pause"), then="how_long", words=("jeda", "pause", "libur dulu")),
                Choice("end", _("No more of it"), then="ended", words=("berhenti sapaan", "stop sapaan", "jangan lagi")),
                Choice("safe_word", _("A word of our own"), then="safe_word", words=("kata", "kata sandi", "kode")),
                Choice("trust", _("Somebody I trust"), then="trust", words=("keluarga", "orang dekat", "teman")),
            ),
        ),
        "whose": Decide(
            "whose_plan",
            {
                "unknown": "situation",
                "preparing": "departure",
                "abroad": "arrival",
                "returned": "return_day",
                "family": "where",
            },
        ),
        "situation": Choose(
            _("Who are you? Then we ask at the right time."),
            choices=(
                Choice("preparing", _("Preparing to leave"), words=("calon", "cpmi")),
                Choice("abroad", _("Working abroad"), words=("pmi", "tki", "tkw")),
                Choice("domestic", _("Working elsewhere in Indonesia"), words=("perantau", "merantau")),
                Choice("family", _("Family of someone who works away"), words=("keluarga",)),
                Choice("returned", _("Back home from working away"), words=("purna", "sudah pulang")),
            ),
            save_as="situation",
            then="set_situation",
        ),
        "set_situation": Do("set_situation", then="told_situation"),
        "told_situation": Decide(
            "situation_told",
            {"preparing": "departure", "abroad": "arrival", "returned": "return_day", "family": "where"},
        ),
        "departure": Ask(
            _("When do you leave? For example: 20 May 2027, or: in 2 months."),
            DayAnswer(earliest=0, latest=1100),
            save_as="departure",
            then="where",
            retry=NO_DAY,
            skip=True,
        ),
        "arrival": Ask(
            _("Since when have you been there? For example: 20 May 2026, or: 3 months ago."),
            DayAnswer(earliest=-7300, latest=60),
            save_as="arrival",
            then="contract_end",
            retry=NO_DAY,
            skip=True,
        ),
        "contract_end": Ask(
            _("When does your contract end? For example: 20 May 2028."),
            DayAnswer(earliest=0, latest=3650),
            save_as="contract_end",
            then="where",
            retry=NO_DAY,
            skip=True,
        ),
        "return_day": Ask(
            _("When did you come home? For example: 20 May 2026, or: 2 weeks ago."),
            DayAnswer(earliest=-3650, latest=60),
            save_as="return_day",
            then="where",
            retry=NO_DAY,
            skip=True,
        ),
        "where": Decide("zone_told", {"known": "day", "ask": "zone", "country": "country"}),
        "country": Call("country", then="where_now"),
        "where_now": Decide("zone_told", {"known": "day", "ask": "zone", "country": "zone"}),
        "zone": Choose(
            _("By whose clock shall we ask?"),
            choices=(
                Choice("Asia/Jakarta", _("WIB (Java, Sumatra)"), words=("wib", "jakarta", "jawa")),
                Choice("Asia/Makassar", _("WITA (Bali, Sulawesi, Nusa Tenggara)"), words=("wita", "bali", "lombok", "makassar")),
                Choice("Asia/Jayapura", _("WIT (Maluku, Papua)"), words=("wit", "papua", "ambon")),
            ),
            save_as="zone",
            then="day",
        ),
        "day": Choose(
            _("On which day is it good to write to you?"),
            choices=(
                Choice("any", _("Any day"), words=("semua", "setiap hari", "bebas")),
                Choice("sunday", _("Sunday only"), words=("minggu", "ahad")),
                Choice("saturday", _("Saturday only"), words=("sabtu",)),
                Choice("friday", _("Friday only"), words=("jumat",)),
                Choice("weekend", _("Saturday and Sunday"), words=("akhir pekan",)),
                Choice("workdays", _("Monday to Friday"), words=("hari kerja",)),
            ),
            save_as="check_in_day",
            then="hour",
            columns=2,
        ),
        "hour": Choose(
            _("And from what hour, by your own clock?"),
            choices=(
                Choice("6", _("6 in the morning"), words=("jam 6", "subuh", "06.00")),
                Choice("9", _("9 in the morning"), words=("pagi", "09.00")),
                Choice("12", _("12 noon"), words=("jam 12", "siang", "12.00")),
                Choice("16", _("4 in the afternoon"), words=("4", "jam 4", "sore", "16.00")),
                Choice("19", _("7 in the evening"), words=("7", "jam 7", "19.00")),
                Choice("21", _("9 at night"), words=("malam", "21.00")),
                Choice("22", _("10 at night"), words=("10", "jam 10", "22.00")),
            ),
            save_as="check_in_hour",
            then="often",
            columns=2,
            numbered=False,
        ),
        "often": Choose(
            _("How often?"),
            choices=(
                Choice("plan", _("As you suggest"), words=("terserah", "saran")),
                Choice("weekly", _("Every week"), words=("tiap minggu", "seminggu sekali")),
                Choice("fortnight", _("Every two weeks"), words=("dua minggu sekali",)),
                Choice("monthly", _("Every month"), words=("tiap bulan", "sebulan sekali")),
            ),
            save_as="check_in_often",
            then="plan",
        ),
        "plan": Do("plan_check_ins", then="planned"),
        "planned": Show("check_in_plan"),
        "how_long": Choose(
            _("For how long shall we not write first? You can write to us all the while."),
            choices=(
                Choice("week", _("1 week"), then="pause", words=("seminggu",)),
                Choice("month", _("1 month"), then="pause", words=("sebulan",)),
                Choice("quarter", _("3 months"), then="pause", words=("tiga bulan",)),
                Choice("date", _("Until a date"), then="until", words=("tanggal", "sampai")),
            ),
            save_as="check_in_pause",
            columns=2,
        ),
        "until": Ask(
            _("Until which date? For example: 20 May 2027."),
            DayAnswer(earliest=1, latest=730),
            save_as="pause_until",
            then="pause",
            retry=NO_DAY,
        ),
        "pause": Do("pause_check_ins", then="paused"),
        "paused": Show("check_in_plan"),
        "ended": Do("stop_check_ins", then="goodbye"),
        "goodbye": Say(_("All right, we do not write first any more. When you write, we are here.")),
        "safe_word": Call("safe_word"),
        "trust": Call("trust"),
    },
)
