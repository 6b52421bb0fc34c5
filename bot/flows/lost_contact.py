"""Lost contact: a family looks for somebody who works away. What is found is told only as far as that person agrees."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Flow, Say
from bot.engine.text import _

LOST_CONTACT = Flow(
    "lost_contact",
    _("Lost contact with someone"),
    start="promise",
    labels={
        "missing": _("Looking for"),
        "last_contact": _("Last contact"),
        "signs": _("Sign"),
        "last_words": _("Last words"),
        "employer": _("Where they work"),
        "agency": _("Left through"),
        "reported": _("Reported to"),
    },
    steps={
        "promise": Say(
            _("We will look carefully. The person found decides what we may tell. Please do not send money to people who call."),
            then="relation",
        ),
        "relation": Ask(
            _("Who are you to this person, and what is their full name?"),
            answer=free_text(300),
            save_as="missing",
            then="last",
            skip=True,
        ),
        "last": Choose(
            _("When did you last have contact?"),
            choices=(
                Choice("week", _("Within a week")),
                Choice("month", _("Within a month")),
                Choice("quarter", _("1 to 3 months ago")),
                Choice("longer", _("Longer ago"), words=("tahun", "lama")),
            ),
            save_as="last_contact",
            then="signs",
            skip=True,
            columns=1,
        ),
        "signs": Choose(
            _("Was there a sign that something is wrong?"),
            choices=(
                Choice("fear", _("Was afraid or cried"), words=("takut", "nangis")),
                Choice("not_allowed", _("Wanted home, not allowed"), words=("dilarang",)),
                Choice("other_voice", _("Someone else answers"), words=("orang lain",)),
                Choice("money", _("Money stopped"), words=("kiriman",)),
                Choice("none", _("No sign"), words=("tidak ada",)),
            ),
            save_as="signs",
            then="words",
            skip=True,
            columns=2,
        ),
        "words": Ask(_("What did they say last?"), answer=free_text(), save_as="last_words", then="employer", skip=True),
        "employer": Ask(
            _("City, employer, address or phone number: whatever you know."),
            answer=free_text(500),
            save_as="employer",
            then="agency",
            skip=True,
        ),
        "agency": Ask(
            _("Through which company or broker did they leave, and when?"),
            answer=free_text(300),
            save_as="agency",
            then="reported",
            skip=True,
        ),
        "reported": Ask(
            _("Where have you reported it already?"), answer=free_text(300), save_as="reported", then=None, skip=True
        ),
    },
)
