"""Distress: ask directly and kindly about the wish to live, then about company."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Do, Flow, Say, Show
from bot.engine.text import _
from helpline.severity import Severity

DISTRESS = Flow(
    "distress",
    _("Feeling very heavy"),
    start="kind_word",
    labels={
        "thoughts": _("Does not want to live"),
        "someone_near": _("Someone near"),
        "sleep": _("Sleep"),
        "about": _("What weighs most"),
    },
    steps={
        "kind_word": Say(
            _("Thank you for telling us. Feeling like this does not make you weak. Let us take it slowly."), then="thoughts"
        ),
        "thoughts": Choose(
            _("Sometimes it gets so heavy that one does not want to live. Is that so with you?"),
            choices=(
                Choice("now", _("Yes, now"), then="numbers", words=("ya", "iya")),
                Choice("earlier", _("Sometimes"), then="alone", words=("kadang", "pernah")),
                Choice("no", _("No"), then="sleep", words=("tidak",)),
            ),
            save_as="thoughts",
            then="alone",
            skip=True,
            columns=1,
        ),
        "numbers": Show("emergency_numbers", safety=True, then="call"),
        "call": Do("call_counsellors", {"severity": Severity.S0}, then="alone"),
        "alone": Choose(
            _("Is someone with you whom you trust?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "iya")),
                Choice("no", _("No"), words=("tidak ada", "belum")),
            ),
            save_as="someone_near",
            then="sleep",
            skip=True,
            columns=2,
        ),
        "sleep": Choose(
            _("How did you sleep these days?"),
            choices=(
                Choice("well", _("Well"), words=("baik",)),
                Choice("badly", _("Badly"), words=("buruk", "susah")),
                Choice("not", _("Hardly at all"), words=("tidak tidur",)),
            ),
            save_as="sleep",
            then="about",
            skip=True,
            columns=1,
        ),
        "about": Ask(
            _("What weighs most? Write as much or as little as you like."),
            answer=free_text(),
            save_as="about",
            then=None,
            skip=True,
        ),
    },
)
