"""The page of one item, question or follow-up: its own form and that of its choices."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from booking.admin.pages import show
from booking.admin.questionnaires.forms import QuestionForm, choice_formset
from booking.admin.questionnaires.versions import around
from booking.models import Questionnaire
from booking.screening.editing import Json, new_key
from booking.screening.vocabulary import TICKED

BLANK_ROWS = 2
NEW_ROWS = 5
THE_BOX: Json = {"key": TICKED, "text": "Yes"}


class AskedForm:
    """The form of one question and the formset of its choices, as one."""

    def __init__(
        self,
        request: HttpRequest,
        version: Questionnaire,
        kind: str,
        *,
        locked: bool,
        raw: Json | None = None,
    ) -> None:
        data = request.POST if request.method == "POST" else None
        self.request, self.version, self.kind = request, version, kind
        self.faults: list[str] = []
        self.before = raw["choices"] if raw else [THE_BOX] if kind == "item" else []
        self.form = QuestionForm(data, initial=raw, follow_up=kind == "follow_up")
        formset = choice_formset(kind, extra=BLANK_ROWS if raw else NEW_ROWS)
        self.choices = formset(
            data,
            prefix="choice",
            initial=self.before,
            form_kwargs={
                "vocabulary": version.document["vocabulary"],
                "kind": kind,
                "locked": locked,
            },
        )

    def is_valid(self) -> bool:
        sound = [self.form.is_valid(), self.choices.is_valid()]
        return self.form.is_bound and all(sound)

    def written(self) -> Json:
        return self.form.written() | {"choices": self.choices.written(self.before)}

    def written_new(self) -> Json:
        raw = self.written()
        return {"key": new_key(self.version.document, raw["text"])} | raw

    def shown(self, *, title: str, key: str, **context: Any) -> HttpResponse:
        return show(
            self.request,
            "questionnaire/question",
            title=title,
            status=422 if self.form.is_bound else 200,
            **around(
                self.request,
                self.version,
                form=self.form,
                choices=self.choices,
                kind=self.kind,
                key=key,
                faults=self.faults,
                **context,
            ),
        )
