"""What no log may hold: the secret part of an address."""

import logging
import re

SECRET = re.compile(r"(/open/)\S+")


class HideSecrets(logging.Filter):
    """Cut what follows `/open/` out of a log line; whoever has it opens a page."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if SECRET.search(said):
            record.msg, record.args = SECRET.sub(r"\1…", said), None
        return True
