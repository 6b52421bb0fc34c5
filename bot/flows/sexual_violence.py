"""Sexual violence and harassment: care first; the story itself is never asked for."""

from bot.engine.flow import Choice, Choose, Flow, Say
from bot.engine.text import _

SEXUAL_VIOLENCE = Flow(
    "sexual_violence",
    _("Touched or forced"),
    start="kind_word",
    labels={
        "last_time": _("Last time"),
        "wants_doctor": _("Wants a doctor"),
        "prefers": _("Prefers to talk to"),
        "person_near": _("That person is near"),
    },
    steps={
        "kind_word": Say(
            _("Thank you for trusting us. This is not your fault. You decide what you tell and what happens next."), then="since"
        ),
        "since": Choose(
            _("When did it happen last?"),
            choices=(
                Choice("three_days", _("Within three days"), words=("hari ini", "kemarin", "barusan")),
                Choice("earlier", _("Longer ago"), words=("lama", "dulu")),
                Choice("goes_on", _("It still goes on"), words=("masih",)),
            ),
            save_as="last_time",
            then="doctor",
            skip=True,
            columns=1,
        ),
        "doctor": Choose(
            _("Would you like to see a doctor? Within three days a doctor can prevent illness and pregnancy."),
            choices=(
                Choice("yes", _("Yes"), words=("mau",)),
                Choice("no", _("Not now"), words=("tidak", "belum")),
                Choice("unsure", _("I do not know"), words=("tidak tahu",)),
            ),
            save_as="wants_doctor",
            then="woman",
            skip=True,
            columns=1,
        ),
        "woman": Choose(
            _("Who should answer you?"),
            choices=(
                Choice("woman", _("A woman"), words=("perempuan", "wanita")),
                Choice("man", _("A man"), words=("laki-laki",)),
                Choice("either", _("Anyone"), words=("siapa saja", "bebas")),
            ),
            save_as="prefers",
            then="near",
            skip=True,
            columns=1,
        ),
        "near": Choose(
            _("Is the person who did it near you now?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="person_near",
            then=None,
            skip=True,
            columns=2,
        ),
    },
)
