"""What allauth asks of this site: who may register, where to go, which mail to send."""

import logging
from email.utils import formataddr, make_msgid
from threading import Thread
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import respond_429
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from booking.messages.names import address_of_sender, one_line
from booking.models import Clinic
from clinic.models import User

logger = logging.getLogger(__name__)


class StaffAdapter(DefaultAccountAdapter):
    """Staff are made by a manager, and sign in by e-mail and password."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail and this password do not belong together. Please try again."
        ),
        "enter_current_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Every answer is a page, whatever a request says of itself."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the calendar for those who have one, else to the staff pages."""
        if request.user.has_perm("booking.run_calendar"):
            return reverse("calendar:week")
        is_staff = getattr(request.user, "is_staff", False)
        return reverse("admin:index" if is_staff else "booking:home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer 429 once an address or an e-mail was tried too often."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(respond_429(request)) from error

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Tries count by e-mail alone, so that another port or host adds none."""
        return str(credentials["email"]).lower()

    def set_password(self, user: Any, password: str) -> None:
        """Whoever has just chosen a password may try it at once."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def get_from_email(self) -> str:
        name = one_line(Clinic.objects.current().name)
        return formataddr((name, address_of_sender()))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """At the clinic's own address, whatever host the request named."""
        uidb36, _hyphen, token = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[uidb36, token])
        return f"{settings.SITE_URL}{path}"

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        """Mail it to the address we have; for one we do not know it is only written.

        So known and unknown take equally long, and nobody waits for the mail server.
        """
        stem = "account/email/password_reset_key"
        mail = self.render_mail(stem, user.email, context, _headers())
        if user.pk:
            Thread(target=_post, args=[mail], name="mail").start()


def _headers() -> dict[str, str]:
    """A Message-ID that does not name this machine; no answering machine answers."""
    domain = address_of_sender().rpartition("@")[2]
    return {
        "Message-ID": make_msgid(domain=domain),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _post(mail: EmailMessage) -> None:
    try:
        mail.send()
    except Exception as error:  # the page has long been answered
        logger.warning("a new password was not mailed: %s", type(error).__name__)
