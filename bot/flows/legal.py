"""Legal charges and detention: held or not, by whom, who knows of it."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Flow
from bot.engine.text import _

LEGAL = Flow(
    "legal",
    _("Police, court, detention"),
    start="held",
    labels={
        "detained": _("Detained"),
        "place": _("Where"),
        "accusation": _("Accusation"),
        "mission_knows": _("Mission knows"),
        "hearing": _("Date"),
    },
    steps={
        "held": Choose(
            _("Is someone detained now?"),
            choices=(
                Choice("me", _("Yes, I am"), words=("saya",)),
                Choice("other", _("Yes, someone I know"), words=("keluarga", "teman")),
                Choice("no", _("No"), words=("tidak",)),
            ),
            save_as="detained",
            then="where",
            skip=True,
            columns=1,
        ),
        "where": Ask(
            _("Where are they held, or which office is it about?"),
            answer=free_text(300),
            save_as="place",
            then="about",
            skip=True,
        ),
        "about": Ask(
            _("What is the accusation, as far as you know?"), answer=free_text(), save_as="accusation", then="mission", skip=True
        ),
        "mission": Choose(
            _("Does the Indonesian mission know about it?"),
            choices=(
                Choice("yes", _("Yes"), words=("sudah",)),
                Choice("no", _("No"), words=("belum",)),
                Choice("unsure", _("I do not know"), words=("tidak tahu",)),
            ),
            save_as="mission_knows",
            then="hearing",
            skip=True,
            columns=1,
        ),
        "hearing": Ask(
            _("Is there a date for a court or an interview? Do not sign what you cannot read."),
            answer=free_text(200),
            save_as="hearing",
            then=None,
            skip=True,
        ),
    },
)
