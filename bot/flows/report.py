"""Report a problem: first three taps at most, then the case is open; all that follows may be skipped."""

from bot.engine.answers import free_text
from bot.engine.flow import Ask, Call, Choice, Choose, Collect, Decide, Do, Flow, Handover, Review, Say, Show, Step
from bot.engine.text import _
from helpline.severity import Severity
from helpline.topics import Topic

# In the order of how often they are reported (figures of the ministry's own complaint desk), the gravest within reach.
WHAT = (
    Choice("wages", _("Wages"), words=("gaji", "upah", "potongan")),
    Choice("dismissal", _("Going home, dismissed"), words=("pulang", "phk", "dipecat", "deportasi")),
    Choice("held_papers", _("Passport or papers held"), words=("paspor", "dokumen", "ktp")),
    Choice("violence", _("Hurt or threatened"), words=("dipukul", "kekerasan", "diancam")),
    Choice("sexual_violence", _("Touched or forced"), words=("pelecehan", "dilecehkan", "diperkosa")),
    Choice("confinement", _("Not allowed to go out"), words=("dikurung", "dikunci", "disekap")),
    Choice("conditions", _("Work and contract"), words=("kontrak", "libur", "kerja")),
    Choice("recruitment", _("Agent, false promise"), words=("calo", "penipuan", "ditipu", "agen")),
    Choice("lost_contact", _("Lost contact with someone"), words=("hilang kontak", "hilang")),
    Choice("health", _("Illness or accident"), words=("sakit", "kecelakaan")),
    Choice("legal", _("Police, court, detention"), words=("polisi", "hukum", "ditahan", "imigrasi")),
    Choice("distress", _("Feeling very heavy"), words=("sedih", "stres", "tertekan")),
    Choice("family", _("Child or family at home"), words=("keluarga", "anak")),
    Choice("other", _("Something else"), words=("lain", "lainnya")),
)

DETAILS: dict[str, Step] = {f"ask_{choice.value}": Call(choice.value, then="wish") for choice in WHAT}
OPENED: dict[str, Step] = {
    f"open_{severity}": Do("open_case", {"severity": severity}, then="opened")
    for severity in (Severity.S1, Severity.S2, Severity.S3)
}
LAST_WORD = _("Thank you. Your case number is {case}. A person will read this and answer you here. You can go on writing.")
HANDOVERS: dict[str, Step] = {
    f"counsellor_{severity}": Handover(LAST_WORD, severity=severity) for severity in Severity if severity is not Severity.S4
}

REPORT = Flow(
    "report",
    _("Tell about a problem"),
    start="safe",
    labels={
        "safe": _("Safe now"),
        "topic": _("What happened"),
        "wish": _("What you want"),
        "evidence": _("Sent along"),
        "name": _("Name to use"),
        "window": _("When to write"),
    },
    steps={
        "safe": Choose(
            _("Thank you for writing. Three short questions first. Are you safe right now?"),
            choices=(
                Choice("yes", _("Yes, I am safe"), then="where", words=("aman", "safe")),
                Choice("no", _("No"), then="numbers", words=("tidak aman", "bahaya", "not safe"), style="danger"),
                Choice("cannot_talk", _("I cannot talk now"), then="call_silently", words=("tidak bisa bicara",)),
            ),
            save_as="safe",
        ),
        "numbers": Show("emergency_numbers", safety=True, then="call"),
        "call": Do("call_counsellors", {"topic": Topic.EMERGENCY, "severity": Severity.S0}, then="local"),
        "local": Call("local_numbers", then="where"),
        "call_silently": Do("call_counsellors", {"topic": Topic.EMERGENCY, "severity": Severity.S1}, then="silent"),
        "silent": Handover(
            _("All right. A person will write to you here with short questions. Yes or no is enough."),
            topic=Topic.EMERGENCY,
            severity=Severity.S1,
        ),
        "where": Decide("country_known", {"yes": "what", "no": "country"}),
        "country": Call("country", then="what"),
        "what": Choose(_("What is it about?"), choices=WHAT, save_as="topic", then="how_grave", columns=2),
        "how_grave": Decide("first_severity", {"S1": "open_S1", "S2": "open_S2", "S3": "open_S3"}),
        **OPENED,
        "opened": Say(
            _("It is noted under number {case}, and counsellors can see it. A few more questions help; you can skip each one."),
            then="details",
        ),
        "details": Decide("topic", {choice.value: f"ask_{choice.value}" for choice in WHAT}),
        **DETAILS,
        "wish": Choose(
            _("What do you want most?"),
            choices=(
                Choice("paid", _("To be paid"), words=("dibayar",)),
                Choice("home", _("To go home"), words=("pulang",)),
                Choice("move", _("To work elsewhere"), words=("pindah",)),
                Choice("safe_place", _("A safe place"), words=("tempat aman",)),
                Choice("papers", _("My papers back"), words=("paspor",)),
                Choice("justice", _("To report it to the law"), words=("lapor polisi",)),
                Choice("talk", _("Only to talk"), words=("curhat", "cerita")),
                Choice("information", _("To know my rights"), words=("info", "informasi")),
            ),
            save_as="wish",
            then="evidence",
            skip=True,
            columns=2,
        ),
        "evidence": Collect(
            _(
                "You can send photos of letters or messages, voice notes, videos, files or your location here, now or later. "
                "No pictures of your body, no PIN. Press Done when you are ready."
            ),
            save_as="evidence",
            then="name",
        ),
        "name": Ask(
            _("What may we call you? Any name you like."),
            answer=free_text(60),
            save_as="name",
            then="window",
            skip=True,
        ),
        "window": Ask(
            _("When is it safe to write to you here? For example: Sundays, or after 10 in the evening."),
            answer=free_text(200),
            save_as="window",
            then="review",
            skip=True,
        ),
        "review": Review(_("This is what our counsellors will read:"), then="keep"),
        "keep": Do("add_answers", then="when"),
        "when": Show("when_answered", then="weigh"),
        "weigh": Decide("final_severity", {name.removeprefix("counsellor_"): name for name in HANDOVERS}),
        **HANDOVERS,
    },
)
