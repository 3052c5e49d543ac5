"""Settings of the reading room: what it may name of the booking, and its editor."""

from js_asset import static_lazy

# The reading room knows nothing of the booking; it asks these.
NAMES = {
    "treatments": "clinic.offered.treatments",
    "questions": "clinic.offered.questions",
}

OWN = ("Named", "Sections", "Steps", "Evidence", "StudyLink", "Photo", "Book")
KEPT = "education.admin.editor.kept"
EXTENSIONS = [
    {
        "js": [static_lazy("education/editor.js")],
        "extensions": dict.fromkeys(
            (*OWN, "Conditions"), "education.admin.editor.kept"
        ),
    }
]
