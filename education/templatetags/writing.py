"""What the first staff page says of the reading room. `{% load writing %}`."""

from typing import Any

from django import template
from django.utils import timezone

from education.models import Article

register = template.Library()


@register.inclusion_tag("admin/education/_reviews.html", takes_context=True)
def reviews_to_do(context: template.Context) -> dict[str, Any]:
    """How many reviews are due again, and how many are asked of who is signed in."""
    user = context["request"].user
    if not user.has_perm("education.change_article"):
        return {"due": 0, "mine": 0}
    today = timezone.localdate()
    return {
        "due": Article.objects.review_due(today).count(),
        "mine": Article.objects.asked_of(user).count(),
    }
