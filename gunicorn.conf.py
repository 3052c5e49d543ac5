"""gunicorn for two cores: two workers of four threads; set WEB_CONCURRENCY for more."""

import os
from typing import Any

from clinic.log import HideSecrets

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
max_requests = 20_000
max_requests_jitter = 2_000
graceful_timeout = 20
accesslog = None
errorlog = "-"
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Addresses that open a page stay out of its log too."""
    server.log.error_log.addFilter(HideSecrets())
