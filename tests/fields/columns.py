"""The encrypted column as the database sees it."""

from django.db import connection

from booking.constraints import lifted


def stored(sheet):
    """The text in the column, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM sheets_sheet WHERE id = %s", [sheet.pk])
        return cursor.fetchone()[0]


def store(sheet, text):
    with lifted(type(sheet)), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sheets_sheet SET answers = %s WHERE id = %s", [text, sheet.pk]
        )
