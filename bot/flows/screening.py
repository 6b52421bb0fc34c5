"""Screening: the SRQ-20 and the PHQ-9 in their own words, one question at a time, every one of them to be skipped.

The English wording is the authors' own; the Indonesian that of the Indonesian forms (see `docs/glossary.md`, Screening).
"""

from bot.engine.flow import Choice, Choose, Decide, Do, Flow, Handover, Say, Show, Step
from bot.engine.text import Text, _
from helpline.screening import FORMS, Screener, key
from helpline.severity import Severity
from helpline.topics import Topic

SRQ20 = (
    _("In the past 30 days: do you often have headaches?"),
    _("In the past 30 days: is your appetite poor?"),
    _("In the past 30 days: do you sleep badly?"),
    _("In the past 30 days: are you easily frightened?"),
    _("In the past 30 days: do you feel nervous, tense or worried?"),
    _("In the past 30 days: do your hands shake?"),
    _("In the past 30 days: is your digestion poor?"),
    _("In the past 30 days: do you have trouble thinking clearly?"),
    _("In the past 30 days: do you feel unhappy?"),
    _("In the past 30 days: do you cry more than usual?"),
    _("In the past 30 days: do you find it difficult to enjoy your daily activities?"),
    _("In the past 30 days: do you find it difficult to make decisions?"),
    _("In the past 30 days: is your daily work suffering?"),
    _("In the past 30 days: are you unable to play a useful part in life?"),
    _("In the past 30 days: have you lost interest in things?"),
    _("In the past 30 days: do you feel that you are a worthless person?"),
    _("In the past 30 days: has the thought of ending your life been on your mind?"),
    _("In the past 30 days: do you feel tired all the time?"),
    _("In the past 30 days: do you have uncomfortable feelings in your stomach?"),
    _("In the past 30 days: are you easily tired?"),
)
PHQ9 = (
    _("In the last 2 weeks, how often: little interest or pleasure in doing things?"),
    _("In the last 2 weeks, how often: feeling down, depressed, or hopeless?"),
    _("In the last 2 weeks, how often: trouble falling or staying asleep, or sleeping too much?"),
    _("In the last 2 weeks, how often: feeling tired or having little energy?"),
    _("In the last 2 weeks, how often: poor appetite or overeating?"),
    _(
        "In the last 2 weeks, how often: feeling bad about yourself, or that you are a failure or have let yourself or your "
        "family down?"
    ),
    _("In the last 2 weeks, how often: trouble concentrating on things, such as reading the newspaper or watching television?"),
    _(
        "In the last 2 weeks, how often: moving or speaking so slowly that other people could have noticed? Or the opposite, "
        "being so fidgety or restless that you have been moving around a lot more than usual?"
    ),
    _("In the last 2 weeks, how often: thoughts that you would be better off dead, or of hurting yourself in some way?"),
)
YES_NO = (("yes", _("Yes"), ("ya", "iya", "yes")), ("no", _("No"), ("tidak", "no")))
HOW_OFTEN = (
    ("0", _("Not at all"), ("tidak pernah",)),
    ("1", _("Several days"), ("beberapa hari",)),
    ("2", _("More than half the days"), ("lebih dari separuh",)),
    ("3", _("Nearly every day"), ("hampir setiap hari",)),
)


def items(screener: Screener, texts: tuple[Text, ...], answers: tuple[tuple[str, Text, tuple[str, ...]], ...]) -> dict[str, Step]:
    """The questions as steps; the one about death leads to a human unless it is answered with the least."""
    steps: dict[str, Step] = {}
    crisis = FORMS[screener].crisis
    for number, text in enumerate(texts, 1):
        then = "keep" if number == len(texts) else f"q{number + 1}"
        after = f"after_{number}" if number == crisis else then
        choices = tuple(Choice(value, label, words=words) for value, label, words in answers)
        columns = 2 if screener is Screener.SRQ20 else 1
        steps[f"q{number}"] = Choose(
            text, choices, save_as=key(screener, number), then=after, skip=True, columns=columns, numbered=True
        )
        if number == crisis:
            steps[after] = Decide("thinks_of_death", {"yes": "kept_first", "no": then})
    return steps


def screening(name: str, title: Text, about: Text, screener: Screener, questions: dict[str, Step]) -> Flow:
    return Flow(
        name,
        title,
        start="consent",
        steps={
            "consent": Choose(
                about,
                choices=(
                    Choice("yes", _("Yes, you may ask"), then="q1", words=("ya", "boleh", "yes")),
                    Choice("no", _("No, rather not"), then="no", words=("tidak", "no")),
                ),
            ),
            **questions,
            "keep": Do("keep_screening", {"screener": screener.value}, then="thanks"),
            "thanks": Say(_("Thank you for answering. Your counsellor can see it, and you can talk about it at any time.")),
            "no": Say(_("All right, no questions. We are here all the same.")),
            "kept_first": Do("keep_screening", {"screener": screener.value}, then="numbers"),
            "numbers": Show("emergency_numbers", safety=True, then="call"),
            "call": Do("call_counsellors", {"topic": Topic.DISTRESS, "severity": Severity.S1}, then="person"),
            "person": Handover(
                _("Thank you for telling us; it takes courage. You are not alone with it. A person will write to you here."),
                topic=Topic.DISTRESS,
                severity=Severity.S1,
            ),
        },
    )


SCREENING_SRQ = screening(
    "screening_srq",
    _("Twenty questions about how you feel"),
    _(
        "Twenty short questions about how you have felt in the past 30 days, each answered with yes or no. Your counsellor sees "
        "the answers, nobody else. There is no right and no wrong. May we ask?"
    ),
    Screener.SRQ20,
    items(Screener.SRQ20, SRQ20, YES_NO),
)
SCREENING_PHQ = screening(
    "screening_phq",
    _("Nine questions about how you feel"),
    _(
        "Nine short questions about how you have felt in the last 2 weeks. Your counsellor sees the answers, nobody else. "
        "There is no right and no wrong. May we ask?"
    ),
    Screener.PHQ9,
    items(Screener.PHQ9, PHQ9, HOW_OFTEN),
)
