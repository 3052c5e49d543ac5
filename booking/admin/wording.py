"""What the mails say, kind by kind: read, changed with a preview, and put back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from booking.admin.pages import show, signed_in, staff_page
from booking.admin.wording_form import WordingForm, own_texts
from booking.messages.checking import allowed_places, needed_places
from booking.messages.places import PLACES
from booking.messages.preview import preview
from booking.messages.wording import WORDS, left_out
from booking.models import Message, Wording
from clinic.staff_pages import KeptAdmin

MAY_CHANGE = "booking.change_wording"
VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of mail in the list."""

    kind: str
    title: str
    subject: str
    kept: Wording | None
    is_left_out: bool


@admin.register(Wording)
class WordingAdmin(KeptAdmin):
    def get_urls(self) -> list[URLPattern]:
        back = path("<slug:kind>/own-words/", put_back, name="booking_wording_put_back")
        return [back, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        title = _("Words of the e-mails")
        return show(request, "wording/list", title=title, rows=_rows())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The words of the kind that the address names."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if object_id not in WORDS:
            raise Http404
        if request.method != "POST":
            return _page(request, object_id, _form_of(object_id))
        if not self.has_change_permission(request):
            raise PermissionDenied
        return _posted(request, object_id)

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """On the page itself."""
        return redirect("admin:booking_wording_change", object_id)


@require_POST
@staff_page(MAY_CHANGE)
def put_back(request: HttpRequest, kind: str) -> HttpResponse:
    """The site's own words again; what the clinic wrote stays among the versions."""
    if kind not in WORDS:
        raise Http404
    if _texts(Wording.objects.latest_of(kind)) and not _keep(request, kind, {}):
        messages.error(request, _("Somebody else has just changed them."))
    else:
        messages.success(request, _("This e-mail has the site’s own words again."))
    return redirect("admin:booking_wording_change", kind)


def _rows() -> list[Row]:
    kept, out = Wording.objects.in_use(WORDS), left_out()
    rows = []
    for kind, letter in WORDS.items():
        texts = _texts(kept.get(kind))
        rows.append(
            Row(
                kind=kind,
                title=_title(kind),
                subject=texts.get("subject") or str(letter.subject),
                kept=kept.get(kind) if texts else None,
                is_left_out=kind in out,
            )
        )
    return rows


def _title(kind: str) -> str:
    return str(Message.Kind(kind).label).capitalize()


def _texts(kept: Wording | None) -> dict[str, str]:
    return kept.texts if kept else {}


def _form_of(kind: str) -> WordingForm:
    kept = Wording.objects.latest_of(kind)
    seen = kept.number if kept else 0
    initial = {**own_texts(WORDS[kind]), **_texts(kept), "seen": seen}
    return WordingForm(kind=kind, initial=initial)


def _posted(request: HttpRequest, kind: str) -> HttpResponse:
    form = WordingForm(request.POST, kind=kind)
    if not form.is_valid():
        return _page(request, kind, form, status=422)
    if "save" not in request.POST:
        made = preview(kind, form.own, now=timezone.now())
        return _page(request, kind, form, preview=made)
    if not _keep(request, kind, form.own, seen=form.cleaned_data["seen"]):
        words = _("Not saved: somebody else has changed these words. Open them anew.")
        form.add_error(None, words)
        return _page(request, kind, form, status=409)
    messages.success(request, _("Saved: the next e-mail says it."))
    return redirect("admin:booking_wording_change", kind)


def _keep(
    request: HttpRequest, kind: str, texts: dict[str, str], *, seen: int | None = None
) -> bool:
    """As the next version, unless nothing differs; False where somebody was first."""
    latest = Wording.objects.latest_of(kind)
    number = latest.number if latest else 0
    if seen not in (None, number):
        return False
    if texts == _texts(latest):
        return True
    by, now = signed_in(request), timezone.now()
    try:
        with transaction.atomic():
            Wording.objects.keep(kind, texts, seen=number, by=by, now=now)
    except IntegrityError:
        return False
    return True


def _page(
    request: HttpRequest,
    kind: str,
    form: WordingForm,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    letter = WORDS[kind]
    versions = Wording.objects.filter(kind=kind).select_related("changed_by")
    latest, needed = versions.first(), needed_places(letter)
    texts = _texts(latest)
    return show(
        request,
        "wording/change",
        title=_title(kind),
        status=status,
        kind=kind,
        form=form,
        own=own_texts(letter),
        places=[
            (f"{{{name}}}", PLACES[name].about, name in needed)
            for name in allowed_places(letter)
        ],
        versions=versions[:VERSIONS],
        changed=bool(texts),
        left_out=left_out().get(kind, []),
        editable=signed_in(request).has_perm(MAY_CHANGE),
        **context,
    )
