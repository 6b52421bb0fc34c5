"""Danger labels: the words that staff read for whom a danger is about, and for what a conversation tells together."""

from console.marking import N_

DANGER_LABELS: dict[str, dict[str, str]] = {
    "whose": {"self": N_("about the contact"), "other": N_("about somebody else")},
    "indicator": {
        "abuse_of_vulnerability": N_("Their weak position is used"),
        "deception": N_("Deceived"),
        "restriction_of_movement": N_("Cannot go out or leave"),
        "isolation": N_("Kept from others"),
        "physical_and_sexual_violence": N_("Violence to body or sex"),
        "intimidation_and_threats": N_("Threats"),
        "retention_of_identity_documents": N_("Papers kept by others"),
        "withholding_of_wages": N_("Wages withheld"),
        "debt_bondage": N_("Bound by debt"),
        "abusive_living_conditions": N_("Bad food or lodging"),
        "excessive_overtime": N_("Far too much work"),
    },
    "pattern": {
        "forced_labour": N_("Several signs of forced labour"),
        "trafficking_or_scam_compound": N_("Trafficked, or held where fraud is done"),
        "lost_contact_with_danger_signs": N_("Contact lost, with signs of danger"),
    },
}
