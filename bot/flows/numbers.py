"""Numbers: whom to call in one's country."""

from bot.engine.flow import Call, Decide, Flow, Show
from bot.engine.text import _

NUMBERS = Flow(
    "numbers",
    _("Numbers to call"),
    start="known",
    steps={
        "known": Decide("country_known", {"yes": "show", "no": "country"}),
        "country": Call("country", then="show"),
        "show": Show("numbers_to_call"),
    },
)
