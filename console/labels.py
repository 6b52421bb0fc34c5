"""Labels: the words that staff read for stored values. The value is what is matched on; the label is wording."""


def N_(msgid: str) -> str:  # noqa: N802, RUF100 - gettext's own name, by which sentences are extracted.
    """Mark a sentence for the catalogues; it is translated where it is shown."""
    return msgid


LABELS: dict[str, dict[str, str]] = {
    "severity": {
        "S0": N_("Life in danger"),
        "S1": N_("Urgent"),
        "S2": N_("Within a day"),
        "S3": N_("Within three days"),
        "S4": N_("A question"),
    },
    "topic": {
        "wages": N_("Wages"),
        "violence": N_("Violence"),
        "sexual_violence": N_("Sexual violence"),
        "confinement": N_("Locked in"),
        "held_papers": N_("Papers held back"),
        "conditions": N_("Working conditions"),
        "dismissal": N_("Dismissal"),
        "legal": N_("Trouble with the law"),
        "recruitment": N_("Recruitment"),
        "distress": N_("Distress"),
        "health": N_("Health"),
        "lost_contact": N_("Lost contact"),
        "family": N_("Family"),
        "other": N_("Something else"),
        "emergency": N_("Emergency"),
        "asked_for_human": N_("Asked for a counsellor"),
        "erasure": N_("Wants to be forgotten"),
        "unreadable": N_("A message that could not be read"),
    },
    "role": {"counsellor": N_("Counsellor"), "supervisor": N_("Supervisor")},
    "author": {"contact": N_("Contact"), "bot": N_("Suluh's bot"), "counsellor": N_("Counsellor"), "notice": N_("Notice")},
    "situation": {
        "preparing": N_("Preparing to leave"),
        "abroad": N_("Working abroad"),
        "domestic": N_("Working in Indonesia"),
        "family": N_("Family of a worker"),
        "organisation": N_("From an organisation"),
        "returned": N_("Returned home"),
    },
    "status": {"open": N_("Open"), "pending": N_("Pending"), "resolved": N_("Resolved"), "closed": N_("Closed")},
    "reason": {
        "helped": N_("The contact was helped"),
        "referred": N_("Referred to another service"),
        "informed": N_("The question was answered"),
        "contact_stopped": N_("The contact does not want to go on"),
        "unreachable": N_("The contact cannot be reached"),
        "duplicate": N_("There is another case about this"),
        "not_for_us": N_("This is not for our helpline"),
    },
    "delivery": {
        "pending": N_("Waiting to be sent"),
        "sending": N_("Being sent"),
        "sent": N_("Sent"),
        "uncertain": N_("May not have arrived"),
        "failed": N_("Not delivered"),
        "dropped": N_("Not sent"),
    },
    "undelivered": {
        "taken_over": N_("A counsellor had taken over"),
        "blocked": N_("The contact has blocked us or deleted the chat"),
        "unreachable": N_("The contact cannot be reached"),
        "timeout": N_("The channel did not answer"),
    },
    "file": {
        "waiting": N_("The file is on its way."),
        "too_big": N_("The file is too big to be fetched."),
        "failed": N_("The file could not be fetched."),
        "stored": N_("The file is here."),
    },
    "kind": {
        "text": N_("Text"),
        "photo": N_("Photo"),
        "voice": N_("Voice message"),
        "audio": N_("Audio"),
        "video": N_("Video"),
        "document": N_("Document"),
        "sticker": N_("Sticker"),
        "location": N_("Location"),
        "contact_card": N_("Contact card"),
        "button": N_("Button pressed"),
        "edit": N_("Edited message"),
        "blocked": N_("The contact has blocked the chat"),
        "unblocked": N_("The contact has opened the chat again"),
        "unknown": N_("A kind of message that Suluh does not know"),
    },
    "task": {
        "quarantine": N_("A message could not be read; somebody should look at it."),
        "broken": N_("Something broke while a message was answered; please look at the conversation."),
        "erasure": N_("A contact asks to be forgotten."),
    },
    "event": {
        "contact_arrived": N_("Wrote for the first time"),
        "message_uncertain": N_("A message may not have arrived"),
        "message_failed": N_("A message was not delivered"),
        "message_dropped": N_("A line of the bot was held back"),
        "contact_unreachable": N_("The contact can no longer be reached"),
        "contact_reachable": N_("The contact can be reached again"),
        "language_chosen": N_("Chose a language"),
        "situation_told": N_("Told their situation"),
        "consent_given": N_("Agreed to what we keep"),
        "consent_refused": N_("Did not agree to what we keep"),
        "case_opened": N_("Case opened"),
        "case_topic_changed": N_("Topic changed"),
        "severity_raised": N_("Severity raised"),
        "danger_sensed": N_("Signs of danger in the words"),
        "counsellors_called": N_("Counsellors were called"),
        "handed_over": N_("The bot asked for a counsellor"),
        "taken_over": N_("Taken over"),
        "handed_back": N_("Handed back to the bot"),
        "claim_lapsed": N_("Went back to the queue, for the counsellor was silent"),
        "case_closed": N_("Case closed"),
        "note_written": N_("Note written"),
        "erasure_requested": N_("Asked to be forgotten"),
        "update_quarantined": N_("A message could not be read"),
    },
    "detail": {
        "phone_number": N_("Phone number"),
        "first_name": N_("First name"),
        "last_name": N_("Last name"),
        "forwarded_from": N_("Forwarded from"),
        "emoji": N_("Emoji"),
        "address": N_("Address"),
        "title": N_("Title"),
    },
    "answer": {
        "topic": N_("Topic"),
        "severity": N_("Severity"),
        "situation": N_("Situation"),
        "country": N_("Country"),
        "language": N_("Language"),
        "months_unpaid": N_("Months without wages"),
        "has_proof": N_("Has proof"),
        "is_safe": N_("Is safe now"),
        "story": N_("In their own words"),
    },
}
YES_NO = {"yes": N_("Yes"), "no": N_("No")}


def label_of(kind: str, value: str) -> str:
    """The English label of a stored value. A value that nobody has named is written out plainly rather than left out."""
    return LABELS[kind].get(value) or value.replace("_", " ").capitalize()


def answer_value(value: object) -> str:
    """An answer of a flow as it is shown."""
    return YES_NO.get(str(value), str(value))
