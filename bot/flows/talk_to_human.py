"""Talk to a human: the wish alone is enough; one sentence more is welcome and never required."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Do, Flow, Handover, Show
from bot.engine.text import _
from helpline.severity import Severity
from helpline.topics import Topic

TALK_TO_HUMAN = Flow(
    "talk_to_human",
    _("Talk to a person"),
    start="open",
    labels={"about": _("What it is about")},
    steps={
        "open": Do("open_case", {"topic": Topic.ASKED_FOR_HUMAN, "severity": Severity.S2}, then="about"),
        "about": Ask(
            _("We have told our counsellors. If you like, write in one sentence what it is about."),
            answer=free_text(),
            save_as="about",
            then="when",
            skip=True,
        ),
        "when": Show("when_answered", then="counsellor"),
        "counsellor": Handover(
            _("Your case number is {case}. A person will answer you here. You can go on writing; all of it reaches us."),
            topic=Topic.ASKED_FOR_HUMAN,
            severity=Severity.S2,
        ),
    },
)
