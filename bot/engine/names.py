"""The names that flows use for what is done and shown outside the engine; `check` refuses any other."""

EFFECTS = frozenset(
    {
        "set_language",
        "set_situation",
        "set_country",
        "give_consent",
        "refuse_consent",
        "open_case",
        "add_answers",
        "call_counsellors",
        "request_erasure",
        "keep_feedback",
        "keep_check_in",
        "keep_campaign",
        "plan_recovery",
        "stop_recovery",
        "keep_screening",
        "plan_check_ins",
        "pause_check_ins",
        "stop_check_ins",
        "agree_safe_word",
        "forget_safe_word",
        "offer_trust",
        "use_trust_code",
        "end_trust",
    }
)
CARDS = frozenset({"emergency_numbers", "numbers_to_call", "when_answered", "quick_exit", "check_in_plan", "recovery_day"})
