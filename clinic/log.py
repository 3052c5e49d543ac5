"""The logs: what happened, never what was typed nor what opens a page."""

import logging
import re

SECRET = re.compile(r"(/open/|/password/new/|/calendar/feed/)\S+")


class HideSecrets(logging.Filter):
    """Cut a token out of a line: whoever has it opens a page or sets a password."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if SECRET.search(said):
            record.msg, record.args = SECRET.sub(r"\1…", said), None
        return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "filters": {"hide_secrets": {"()": "clinic.log.HideSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["hide_secrets"],
        }
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
