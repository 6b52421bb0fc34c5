"""Local numbers: to who has just been shown the numbers that everybody may call, those of their own country as well."""

from bot.engine.flow import Call, Decide, Flow, Show
from bot.engine.text import _

LOCAL_NUMBERS = Flow(
    "local_numbers",
    _("Local numbers"),
    start="known_before",
    steps={
        "known_before": Decide("country_known", {"yes": None, "no": "country"}),
        "country": Call("country", then="known_now"),
        "known_now": Decide("country_known", {"yes": "show", "no": None}),
        "show": Show("emergency_numbers", safety=True),
    },
)
