from django.db import migrations

from booking.operations import BtreeGist


class Migration(migrations.Migration):
    """What NoOverlap needs on PostgreSQL, before the first table."""

    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [BtreeGist()]
