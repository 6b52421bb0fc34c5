"""Child or family at home: who needs help, and whether a child is in danger."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Do, Flow, Show
from bot.engine.text import _
from helpline.severity import Severity

FAMILY = Flow(
    "family",
    _("Child or family at home"),
    start="child",
    labels={
        "child_in_danger": _("Child in danger"),
        "family_matter": _("About"),
        "place": _("Where"),
        "about": _("In their own words"),
    },
    steps={
        "child": Choose(
            _("Is a child hurt or in danger?"),
            choices=(
                Choice("yes", _("Yes"), then="numbers"),
                Choice("no", _("No"), words=("tidak",)),
            ),
            save_as="child_in_danger",
            then="what",
            skip=True,
            columns=2,
        ),
        "numbers": Show("emergency_numbers", safety=True, then="call"),
        "call": Do("call_counsellors", {"severity": Severity.S0}, then="what"),
        "what": Choose(
            _("What is it about?"),
            choices=(
                Choice("care", _("Care of the children"), words=("anak",)),
                Choice("money", _("Money sent home, debts"), words=("uang", "hutang", "kiriman")),
                Choice("partner", _("Husband or wife"), words=("suami", "istri", "cerai")),
                Choice("violence", _("Violence at home"), words=("kdrt",)),
                Choice("illness", _("Someone is ill"), words=("sakit",)),
                Choice("other", _("Something else"), words=("lain",)),
            ),
            save_as="family_matter",
            then="where",
            skip=True,
            columns=2,
        ),
        "where": Ask(
            _("In which town or village is the family?"), answer=free_text(200), save_as="place", then="about", skip=True
        ),
        "about": Ask(_("What would you like to tell us?"), answer=free_text(), save_as="about", then=None, skip=True),
    },
)
