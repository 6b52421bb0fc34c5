"""Something else: in the person's own words."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Flow
from bot.engine.text import _

OTHER = Flow(
    "other",
    _("Something else"),
    start="about",
    labels={"about": _("In their own words")},
    steps={
        "about": Ask(
            _("Tell us in your own words. A few words are enough."), answer=free_text(), save_as="about", then=None, skip=True
        ),
    },
)
