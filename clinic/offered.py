"""What the reading room may name of the booking; it is told here, and asks nowhere."""

from booking.models import Questionnaire, Treatment
from booking.models.questionnaires import parsed

Choices = list[tuple[str, str]]


def treatments() -> Choices:
    """The slug and the name of each that is offered."""
    return list(Treatment.objects.offered().values_list("slug", "name"))


def questions() -> Choices:
    """The key and the words of each question of the health check."""
    version = Questionnaire.objects.published()
    if version is None:
        return []
    items = (item for part in parsed(version).sections for item in part.items)
    return [(item.key, item.text) for item in items]
