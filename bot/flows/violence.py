"""Violence: injuries first, then when and by whom. Nothing is asked twice and nothing must be told."""

from bot.engine.flow import Choice, Choose, Flow, Say, Show
from bot.engine.text import _

VIOLENCE = Flow(
    "violence",
    _("Hurt or threatened"),
    start="kind_word",
    labels={
        "injured": _("Injured"),
        "last_time": _("Last time"),
        "who": _("Who did it"),
        "safe_place_near": _("Safe place near"),
    },
    steps={
        "kind_word": Say(_("What was done to you is not your fault."), then="injured"),
        "injured": Choose(
            _("Are you injured?"),
            choices=(
                Choice("badly", _("Yes, badly"), then="numbers", words=("parah",)),
                Choice("little", _("Yes, a little"), words=("sedikit",)),
                Choice("no", _("No"), words=("tidak",)),
            ),
            save_as="injured",
            then="since",
            skip=True,
            columns=1,
        ),
        "numbers": Show("emergency_numbers", safety=True, then="since"),
        "since": Choose(
            _("When did it happen last?"),
            choices=(
                Choice("today", _("Today or yesterday"), words=("hari ini", "kemarin", "barusan")),
                Choice("week", _("This week"), words=("minggu ini",)),
                Choice("earlier", _("Longer ago"), words=("lama", "dulu")),
            ),
            save_as="last_time",
            then="who",
            skip=True,
            columns=1,
        ),
        "who": Choose(
            _("Who did it?"),
            choices=(
                Choice("employer", _("Employer"), words=("majikan", "bos")),
                Choice("household", _("Someone in the house"), words=("anak majikan", "keluarga majikan")),
                Choice("agent", _("Agent or broker"), words=("agen", "calo")),
                Choice("partner", _("Husband, wife or partner"), words=("suami", "istri", "pacar")),
                Choice("someone", _("Someone else"), words=("orang lain",)),
            ),
            save_as="who",
            then="safe_place",
            skip=True,
            columns=1,
        ),
        "safe_place": Choose(
            _("Is there a place nearby where you would be safe?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="safe_place_near",
            then=None,
            skip=True,
            columns=2,
        ),
    },
)
