"""Illness, accident, pregnancy: urgent signs first."""

from bot.engine.flow import Choice, Choose, Do, Flow, Show
from bot.engine.text import _
from helpline.severity import Severity

HEALTH = Flow(
    "health",
    _("Illness or accident"),
    start="urgent",
    labels={"urgent": _("Urgent"), "health": _("What it is"), "treated": _("Seen by a doctor"), "pays": _("Who pays")},
    steps={
        "urgent": Choose(
            _("Is it urgent: much bleeding, hard to breathe, unconscious?"),
            choices=(
                Choice("yes", _("Yes"), then="numbers"),
                Choice("no", _("No"), words=("tidak",)),
            ),
            save_as="urgent",
            then="what",
            skip=True,
            columns=2,
        ),
        "numbers": Show("emergency_numbers", safety=True, then="call"),
        "call": Do("call_counsellors", {"severity": Severity.S0}, then="what"),
        "what": Choose(
            _("What is it?"),
            choices=(
                Choice("accident", _("Accident at work"), words=("kecelakaan",)),
                Choice("illness", _("Illness"), words=("sakit",)),
                Choice("pregnancy", _("Pregnancy or birth"), words=("hamil", "melahirkan")),
                Choice("death", _("Someone has died"), words=("meninggal", "jenazah")),
                Choice("other", _("Something else"), words=("lain",)),
            ),
            save_as="health",
            then="treated",
            skip=True,
            columns=2,
        ),
        "treated": Choose(
            _("Has a doctor seen it?"),
            choices=(
                Choice("yes", _("Yes"), words=("sudah",)),
                Choice("no", _("Not yet"), words=("belum",)),
                Choice("not_allowed", _("Not allowed to go"), words=("tidak boleh", "dilarang")),
            ),
            save_as="treated",
            then="pays",
            skip=True,
            columns=1,
        ),
        "pays": Choose(
            _("Who pays for it?"),
            choices=(
                Choice("employer", _("Employer"), words=("majikan",)),
                Choice("insurance", _("Insurance"), words=("asuransi", "bpjs")),
                Choice("self", _("I do"), words=("sendiri",)),
                Choice("nobody", _("Nobody yet"), words=("belum ada",)),
            ),
            save_as="pays",
            then=None,
            skip=True,
            columns=2,
        ),
    },
)
