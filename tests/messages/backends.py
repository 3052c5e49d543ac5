"""Mail servers that fail in the ways mail servers do."""

import time
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

from django.core.mail.backends import locmem

PATH = "tests.messages.backends"


class Away(locmem.EmailBackend):
    """Nobody answers."""

    def open(self):
        raise ConnectionRefusedError(111, "connection refused by mail.secret.example")


class Refuses(locmem.EmailBackend):
    """Will not have the sign-in of settings.py."""

    def open(self):
        raise SMTPAuthenticationError(535, b"no such user: clinic")


class Hangs(locmem.EmailBackend):
    """Cannot be reached in time."""

    def open(self):
        raise SMTPConnectError(421, b"too busy")


class Later(locmem.EmailBackend):
    def send_messages(self, messages):
        refused = {"hannah@whitlock.example": (451, b"hannah: come back later")}
        raise SMTPRecipientsRefused(refused)


class Never(locmem.EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"hannah@whitlock.example": (550, b"no hannah")})


class Spam(locmem.EmailBackend):
    def send_messages(self, messages):
        raise SMTPDataError(554, b"looks like spam, hannah")


class TakenThenGone(locmem.EmailBackend):
    """Takes the mail, and breaks off before it says so."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SMTPServerDisconnected("connection unexpectedly closed")


class Nothing(locmem.EmailBackend):
    def send_messages(self, messages):
        return 0


class Killer(locmem.EmailBackend):
    """The worker is killed after the server took the mail, before it was marked."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


class Slow(locmem.EmailBackend):
    def send_messages(self, messages):
        time.sleep(0.01)
        return super().send_messages(messages)
