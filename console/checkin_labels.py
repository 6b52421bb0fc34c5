"""Labels of the check-ins: plans, what became of a question, and what was answered."""

from console.marking import N_

CHECK_IN_LABELS: dict[str, dict[str, str]] = {
    "plan_kind": {
        "candidate": N_("Before departure"),
        "abroad": N_("At work away from home"),
        "contract_end": N_("Before the contract ends"),
        "returned": N_("After the return"),
        "family": N_("Family"),
        "aftercare": N_("After an urgent case"),
        "recovery": N_("Small steps after hard times"),
    },
    "plan_state": {
        "active": N_("Runs"),
        "paused": N_("Paused"),
        "stopped": N_("Stopped"),
        "ended": N_("All days are over"),
    },
    "check_in_state": {
        "asked": N_("Waits for an answer"),
        "answered": N_("Answered"),
        "missed": N_("Did not answer"),
        "late": N_("Could not be asked in time"),
        "with_human": N_("A counsellor was there"),
        "merged": N_("Asked that day already"),
        "unreachable": N_("Could not be reached"),
        "called_off": N_("Called off"),
    },
    "check_in_column": {
        "due": N_("Due"),
        "asked": N_("Open"),
        "answered": N_("Answered"),
        "missed": N_("Silent"),
        "else": N_("Other"),
    },
    "campaign": {
        "draft": N_("Waits for a second person"),
        "running": N_("Runs"),
        "paused": N_("Paused"),
        "done": N_("Everybody was asked"),
        "called_off": N_("Called off"),
    },
    "check_in_answer": {
        "good": N_("Good"),
        "tell": N_("Has something to tell"),
        "later": N_("Not now"),
        "words": N_("In their own words"),
        "yes": N_("Yes"),
        "no": N_("No"),
    },
    "second_question": {
        "wages_paid": N_("Wages paid"),
        "day_off": N_("Day off"),
        "somebody_there": N_("Somebody to talk to"),
        "papers_mine": N_("Holds the papers"),
        "phone_mine": N_("Free use of the phone"),
        "money_comes": N_("Money comes"),
        "children_well": N_("Children well"),
        "hears_news": N_("Hears news"),
        "debts_press": N_("Debts press"),
        "sleeps_well": N_("Sleeps well"),
        "documents_complete": N_("Papers complete"),
        "numbers_on_paper": N_("Numbers on paper"),
        "recovery": N_("Small step"),
    },
    "screener": {"srq20": N_("SRQ-20"), "phq9": N_("PHQ-9")},
}
