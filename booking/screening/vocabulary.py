"""The closed words of a questionnaire: fixed here, because rules hang on them."""

from typing import Final, Literal

Stage = Literal["booking", "arrival"]

OUTCOMES: Final = ("clear", "adapt", "clearance", "not_now")
STRENGTH: Final = ("clear", "adapt", "clearance", "incomplete", "not_now")
BOOKING: Final = {
    "clear": "confirmed",
    "adapt": "confirmed",
    "clearance": "held",
    "not_now": "released",
    "incomplete": "none",
}
URGENT: Final = ("emergency", "same_day")
WHEN: Final = ("booking", "arrival", "both", "soon")
KINDS: Final = ("checklist", "questions")
TRAINING: Final = ("pregnancy", "cancer_care")
AREAS: Final = (
    "neck_front",
    "neck_back",
    "shoulders",
    "ears",
    "scalp",
    "face",
    "upper_back",
    "lower_back",
    "abdomen",
    "arms",
    "hands",
    "legs",
    "calves",
    "feet",
    "implant_site",
    "affected_area",
)
METHODS: Final = (
    "deep_pressure",
    "stretching",
    "heat",
    "aromatherapy",
    "prone_lying",
    "flat_lying",
    "fast_rise",
)
# The front of the neck is off limits for everyone, so it is never on a list.
AVOIDABLE: Final = AREAS[1:] + METHODS

NONE: Final = "none"
UNSURE: Final = "unsure"
TICKED: Final = "ticked"

LOCKED_SECTION: Final = "ask_first"
LOCKED_SIX: Final = (
    "pregnancy",
    "surgery_injury",
    "heart_circulation",
    "seizures",
    "skin",
    "clotting",
)
AGE_ITEM: Final = "under_18"
NEEDED_CONSENTS: Final = ("consent_health", "consent_massage", "consent_true")

SCENT_QUESTION: Final = "scent"
SCENT_METHOD: Final = "aromatherapy"
# Choices of the scent question that name no scent; every other one does.
SCENTLESS: Final = ("no_scent", "decide_there")
NO_SCENT: Final = "none"

# What a form posts that is no choice is kept as this one word.
UNKNOWN: Final = "unknown"
# Names that a page uses beside the answers, so no question may be called that.
RESERVED: Final = (
    NONE,
    UNSURE,
    UNKNOWN,
    TICKED,
    "consents",
    "csrfmiddlewaretoken",
    "key",
    "mistake",
    "revision",
    "start",
    "treatment",
    "wish",
)
