"""Every message, why one was not told, and what can be done about it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from booking.actions import came_back, receive_test, send_test, tell_again
from booking.actions.problems import (
    Busy,
    NoAddress,
    NoLongerSo,
    NotAllowed,
    OnItsWay,
    Refused,
)
from booking.calendar.access import RUNS_EVERY, calendar_page, signed_in
from booking.calendar.faults import how_it_stands
from booking.calendar.pages import show
from booking.calendar.told import (
    ON_A_PAGE,
    kinds_of,
    lines,
    messages_of,
    narrowed,
    nobody_can_be_told,
    read_wanted,
)
from booking.messages import left_out
from booking.models import Message

TESTS_MAIL = "booking.change_clinic"
WORDS_MAIL = "booking.change_wording"
REFUSALS = {
    NoLongerSo: gettext_lazy("What it says is no longer so: it is not told again."),
    NoAddress: gettext_lazy("There is no e-mail address to send it to."),
    OnItsWay: gettext_lazy("It is on its way already."),
    NotAllowed: gettext_lazy("That cannot be done with this message."),
}


@require_safe
@calendar_page(RUNS_EVERY)
def message_list(request: HttpRequest) -> HttpResponse:
    user, now, wanted = signed_in(request), timezone.now(), read_wanted(request.GET)
    rows = narrowed(messages_of(user), wanted)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    tests = Message.objects.filter(kind=Message.Kind.TEST, staff=user)
    test = tests.order_by("pk").last()
    return show(
        request,
        "message_list",
        section="calls",
        now=now,
        wanted=wanted,
        query=wanted.query,
        page=page,
        lines=list(lines(page, now)),
        untold=nobody_can_be_told(user, now),
        states=Message.State.choices,
        channels=Message.Channel.choices,
        kinds=kinds_of(user),
        left_out=[Message.Kind(kind).label for kind in left_out()],
        may_word=user.has_perm(WORDS_MAIL),
        may_test=user.has_perm(TESTS_MAIL),
        test=test,
        test_stands=how_it_stands(test, now) if test else "",
    )


@require_POST
@calendar_page(RUNS_EVERY)
def message_again(request: HttpRequest, message: int) -> HttpResponse:
    row = get_object_or_404(messages_of(signed_in(request)), pk=message)
    return _pressed(request, tell_again, _("It is told again."), row)


@require_POST
@calendar_page(RUNS_EVERY)
def message_came_back(request: HttpRequest, message: int) -> HttpResponse:
    """Said by staff: what comes back arrives in the clinic's own mailbox."""
    row = get_object_or_404(messages_of(signed_in(request)), pk=message)
    said = _("Noted. Where there is a number, it is on the list of calls to make.")
    return _pressed(request, came_back, said, row)


@require_POST
@calendar_page(RUNS_EVERY, TESTS_MAIL)
def message_test(request: HttpRequest) -> HttpResponse:
    said = _("A test is on its way to %(address)s.") % {
        "address": signed_in(request).email
    }
    return _pressed(request, send_test, said)


@require_POST
@calendar_page(RUNS_EVERY, TESTS_MAIL)
def message_arrived(request: HttpRequest, message: int) -> HttpResponse:
    own = Message.objects.filter(kind=Message.Kind.TEST, staff=signed_in(request))
    row = get_object_or_404(own, pk=message)
    return _pressed(request, receive_test, _("Good: your e-mails arrive."), row)


def _pressed(
    request: HttpRequest,
    verb: Callable[..., object],
    said: str,
    message: Message | None = None,
) -> HttpResponse:
    """Do it, or say why not, and go back to the list as it was narrowed."""
    named = {} if message is None else {"message": message}
    try:
        verb(by=signed_in(request), now=timezone.now(), **named)
        messages.success(request, said)
    except Busy:
        raise
    except Refused as refused:
        messages.warning(request, str(REFUSALS[type(refused)]))
    query = read_wanted(request.GET).query
    return redirect(f"{reverse('calendar:message_list')}{query and f'?{query}'}")
