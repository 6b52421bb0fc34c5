"""Suicide: thank, ask directly, alone?, means away, somebody near, stay, come back after an hour, a day, three and seven days.

To be signed off by a clinician before use (the order follows the helpline's own safety script; asking does not put the idea
into anybody's head). Nobody is left alone with a menu here.
"""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Choice, Choose, Do, Flow, Handover, Show
from bot.engine.text import _
from helpline.severity import Severity
from helpline.topics import Topic

SUICIDE = Flow(
    "suicide",
    _("Wants to die"),
    start="called",
    labels={
        "wants_to_die": _("Wants to die now"),
        "someone_near": _("Someone near"),
        "means_away": _("Has put the means away"),
        "who_near": _("Who could come"),
    },
    steps={
        "called": Do("call_counsellors", {"topic": Topic.DISTRESS, "severity": Severity.S1}, then="ask"),
        # Translators: calm and warm; the first words may be seen on a locked screen.
        "ask": Choose(
            _("Thank you for writing this to me; it takes courage. May I ask directly: do you want to end your life now?"),
            choices=(
                Choice("yes", _("Yes"), then="grave", words=("iya", "ya", "yes")),
                Choice("sometimes", _("The thought comes and goes"), then="alone", words=("kadang", "kadang-kadang", "pernah")),
                Choice("no", _("No"), then="no", words=("tidak", "nggak", "no")),
            ),
            save_as="wants_to_die",
            otherwise="alone",
        ),
        "grave": Do("call_counsellors", {"topic": Topic.DISTRESS, "severity": Severity.S0}, then="numbers"),
        "numbers": Show("emergency_numbers", safety=True, then="alone"),
        "alone": Choose(
            _("Is somebody with you at this moment?"),
            choices=(
                Choice("yes", _("Yes"), words=("ada", "ya", "iya")),
                Choice("no", _("I am alone"), words=("sendiri", "tidak ada", "tidak")),
            ),
            save_as="someone_near",
            then="means",
            skip=True,
            otherwise="means",
            columns=2,
        ),
        "means": Choose(
            _("Is there something near you that could hurt you? Please move away from it, or put it out of reach."),
            choices=(
                Choice("done", _("I have moved away"), words=("sudah", "sudah jauh", "ok")),
                Choice("nothing", _("There is nothing here"), words=("tidak ada",)),
                Choice("cannot", _("I cannot"), words=("tidak bisa", "susah")),
            ),
            save_as="means_away",
            then="near",
            skip=True,
            otherwise="near",
        ),
        "near": Ask(
            _("Who could sit with you, or stay on the phone, until you feel a little better? A name is enough."),
            free_text(),
            save_as="who_near",
            then="watch",
            skip=True,
        ),
        "watch": Do("watch_life", then="stay"),
        "stay": Handover(
            _("I stay here with you, and a person will write to you here. You may go on writing, whatever it is."),
            topic=Topic.DISTRESS,
            severity=Severity.S1,
        ),
        "no": Do("watch_life", then="offer"),
        "offer": Choose(
            _("I am glad that you tell me. It sounds heavy all the same. Would you like a person to write to you?"),
            choices=(
                Choice("yes", _("Yes"), then="stay", words=("ya", "iya", "mau")),
                Choice("later", _("Not now"), then=None, words=("nanti", "tidak", "no")),
            ),
            save_as="wants_person",
            otherwise="stay",
            columns=2,
        ),
    },
)
