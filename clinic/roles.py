"""Who may do what: one table, written to the database by `manage.py roles`.

A role is a group of Django's. Superusers may do everything and are not a role.
"""

EVERYTHING = ("view", "add", "change", "delete")
VIEW = ("view",)
EDIT = ("view", "add", "change")

# role -> app.model -> what. Answers open only to who has read_answers, and each opening
# is recorded; without review_every_appointment a therapist sees their own column only.
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "Therapist": {
        "booking.appointment": (
            "view",
            "run_calendar",
            "see_cautions",
            "review_appointment",
        ),
        "booking.screening": ("read_answers",),
        "booking.questionnaire": VIEW,
        "booking.treatment": VIEW,
        "booking.therapist": VIEW,
        "booking.room": VIEW,
        "booking.openinghours": VIEW,
        "booking.hourschange": VIEW,
    },
    "Lead therapist": {
        "booking.appointment": (
            "view",
            "run_calendar",
            "run_every_calendar",
            "see_cautions",
            "review_appointment",
            "review_every_appointment",
        ),
        "booking.screening": ("read_answers",),
        "booking.questionnaire": (*EVERYTHING, "publish_questionnaire"),
        "booking.treatment": EDIT,
        "booking.therapist": EDIT,
        "booking.room": VIEW,
        "booking.openinghours": EVERYTHING,
        "booking.hourschange": EVERYTHING,
    },
    "Front desk": {
        "booking.appointment": ("view", "run_calendar", "run_every_calendar"),
        "booking.client": (*EDIT, "merge_client"),
        "booking.message": VIEW,
        "booking.treatment": VIEW,
        "booking.therapist": VIEW,
        "booking.room": VIEW,
        "booking.openinghours": VIEW,
        "booking.hourschange": VIEW,
    },
    "Manager": {
        "booking.clinic": ("view", "change"),
        "booking.reviewhours": EVERYTHING,
        "booking.treatment": EDIT,
        "booking.therapist": EDIT,
        "booking.room": EDIT,
        "booking.openinghours": EVERYTHING,
        "booking.hourschange": EVERYTHING,
        "booking.appointment": (
            "view",
            "run_calendar",
            "run_every_calendar",
            "see_cautions",
            "review_appointment",
            "review_every_appointment",
            "override_clearance",
        ),
        "booking.screening": ("read_answers",),
        "booking.client": (*EDIT, "merge_client", "ring_only_client"),
        "booking.message": VIEW,
        "booking.wording": ("view", "change"),
        "booking.accessrecord": VIEW,
        "booking.questionnaire": VIEW,
        "clinic.user": EDIT,
    },
    "Editor": {
        "education.article": (*EDIT, "publish_article", "review_article"),
        "education.picture": EVERYTHING,
        "education.study": EDIT,
        "education.topic": EVERYTHING,
        "education.comment": ("view", "change"),
        "education.wordtoavoid": EVERYTHING,
        "education.readingroom": ("view", "change"),
    },
}


def codenames(model: str, actions: tuple[str, ...]) -> list[str]:
    """Django's codenames; an action that names its model already stays as it is."""
    name = model.split(".")[1]
    return [a if "_" in a else f"{a}_{name}" for a in actions]
