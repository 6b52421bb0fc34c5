"""Recovery: small steps for who has come home or was hurt, one a day, at their own pace; and questions, if they wish."""

from bot.engine.flow import Call, Choice, Choose, Do, Flow, Say, Show
from bot.engine.text import _

RECOVERY = Flow(
    "recovery",
    _("Small steps"),
    start="what",
    steps={
        "what": Choose(
            _("After hard times small steps can help: one a day, only as you like, and you can stop at any time."),
            choices=(
                Choice("begin", _("Begin"), then="plan", words=("mulai", "ya", "mau")),
                Choice("srq", _("Questions about how I feel"), then="srq", words=("pertanyaan",)),
                Choice("phq", _("Questions about my mood"), then="phq", words=("suasana hati",)),
                Choice("talk", _("Talk to a person"), then="talk", words=("petugas",)),
                Choice("stop", _("No more of it"), then="stop", words=("berhenti", "cukup")),
            ),
        ),
        "plan": Do("plan_recovery", then="planned"),
        "planned": Say(_("Good. A small step comes once a day, at an hour that suits you. The first one tomorrow.")),
        "srq": Call("screening_srq"),
        "phq": Call("screening_phq"),
        "talk": Call("talk_to_human"),
        "stop": Do("stop_recovery", then="stopped"),
        "stopped": Say(_("All right. You can begin again at any time.")),
    },
)
RECOVERY_DAY = Flow(
    "recovery_day",
    _("Today's small step"),
    start="today",
    steps={
        "today": Show("recovery_day", then="how"),
        "how": Choose(
            _("How is it for you today?"),
            choices=(
                Choice("good", _("It helps"), then="keep", words=("membantu", "baik", "lumayan")),
                Choice("later", _("Not today"), then="keep", words=("nanti", "tidak hari ini")),
                Choice("tell", _("I have something to tell"), then="keep_tell", words=("cerita", "ada")),
                Choice("stop", _("No more of it"), then="stop", words=("berhenti", "stop")),
            ),
            save_as="recovery",
            otherwise="keep_words",
            columns=2,
        ),
        "keep": Do("keep_check_in", then="thanks"),
        "thanks": Say(_("Thank you. Be kind to yourself.")),
        "keep_tell": Do("keep_check_in", then="tell"),
        "tell": Call("talk_to_human"),
        "keep_words": Do("keep_check_in", then="thanks"),
        "stop": Do("stop_recovery", then="stopped"),
        "stopped": Say(_("All right. You can begin again at any time.")),
    },
)
