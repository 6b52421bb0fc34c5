"""Help: what this is, who reads along, and the words that work at every step."""

from bot.engine.flow import Flow, Say
from bot.engine.text import _

HELP = Flow(
    "help",
    _("How this works"),
    start="what",
    steps={
        "what": Say(
            _(
                "This is a chat for people who work away from home and for their families. An assistant answers at once; "
                "counsellors, who are real people, take over when you need them. It is free."
            ),
            then="words",
        ),
        "words": Say(
            _(
                "These words always work: MENU, BACK, HELP, PERSON (talk to a person), SOS (danger), LANGUAGE, NO PICTURES, "
                "STOP. You can also send photos, voice notes and your place."
            ),
            then="privacy",
        ),
        "privacy": Say(
            _("If other people can see this phone, delete the chat after you have read it. You can come back at any time.")
        ),
    },
)
