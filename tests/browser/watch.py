"""What must never happen while somebody looks at a page."""

from urllib.parse import urlsplit


class Watch:
    """Notes refusals of the policy, errors of scripts, and foreign requests."""

    def __init__(self, context, home):
        self.home = urlsplit(home).netloc
        self.faults = []
        self.is_over = False
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("request", self._request)

    def _console(self, message):
        if "Content Security Policy" in message.text and not self.is_over:
            self.faults.append(message.text)

    def _request(self, request):
        url = urlsplit(request.url)
        if url.scheme != "data" and url.netloc != self.home:
            self.faults.append(f"asked another host: {request.url}")
