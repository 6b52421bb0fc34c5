"""Confinement: can the person leave, eat, telephone; where are they."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Flow
from bot.engine.text import _

CONFINEMENT = Flow(
    "confinement",
    _("Not allowed to go out"),
    start="leave",
    labels={
        "can_leave": _("Can leave"),
        "has_food": _("Enough food"),
        "holds_passport": _("Holds the passport"),
        "phone": _("Phone"),
        "place": _("Where"),
    },
    steps={
        "leave": Choose(
            _("Can you leave the place?"),
            choices=(
                Choice("never", _("Never"), words=("tidak", "tidak bisa")),
                Choice("sometimes", _("Sometimes, or not alone"), words=("kadang",)),
                Choice("night", _("Only locked at night"), words=("malam saja",)),
            ),
            save_as="can_leave",
            then="food",
            skip=True,
            columns=1,
        ),
        "food": Choose(
            _("Do you get enough to eat and drink?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="has_food",
            then="papers",
            skip=True,
            columns=2,
        ),
        "papers": Choose(
            _("Do you hold your own passport?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="holds_passport",
            then="phone",
            skip=True,
            columns=2,
        ),
        "phone": Choose(
            _("Is this your own phone?"),
            choices=(
                Choice("own", _("Yes, mine"), words=("ya", "sendiri")),
                Choice("secret", _("Mine, but hidden"), words=("diam-diam", "sembunyi")),
                Choice("borrowed", _("Someone else lent it"), words=("pinjam",)),
            ),
            save_as="phone",
            then="place",
            skip=True,
            columns=1,
        ),
        "place": Ask(
            _("Where is the place? A street, a building, or what you can see from the window."),
            answer=free_text(),
            save_as="place",
            then=None,
            skip=True,
        ),
    },
)
