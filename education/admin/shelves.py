"""What articles are made of: topics, studies, words to avoid, and the one switch."""

from django.contrib import admin
from django.http import HttpRequest

from clinic.staff_pages import KeptAdmin, StaffAdmin
from education.models import ReadingRoom, Study, Topic, WordToAvoid


@admin.register(Topic)
class TopicAdmin(StaffAdmin):
    list_display = ("title", "line", "place")
    prepopulated_fields = {"slug": ("title",)}


@admin.register(Study)
class StudyAdmin(KeptAdmin):
    list_display = ("slug", "authors", "year", "title", "evidence", "confirmed")
    list_filter = ("confirmed", "evidence")
    search_fields = ("slug", "authors", "title", "doi", "pmid")


@admin.register(WordToAvoid)
class WordToAvoidAdmin(StaffAdmin):
    list_display = ("words", "reason", "instead", "grave")
    search_fields = ("words",)


@admin.register(ReadingRoom)
class ReadingRoomAdmin(KeptAdmin):
    list_display = ("__str__", "replies_open")

    def has_add_permission(self, request: HttpRequest) -> bool:
        may = super().has_add_permission(request)
        return may and not ReadingRoom.objects.exists()
