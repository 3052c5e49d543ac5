"""A visitor without a screen: real requests, cookies, and the form of a page."""

import re
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')
START = re.compile(r'name="start" value="([^"]+)"')
TIMEOUT = 60  # seconds


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str

    @property
    def starts(self):
        """The times its buttons hold."""
        return [unescape(start) for start in START.findall(self.text)]


class Visitor:
    """One browser: what it was given it sends back."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}
        self.hidden = {}

    def get(self, path):
        """Open a page; the hidden fields of its first form are kept."""
        answer = self._ask("GET", path)
        self.hidden = {}
        for name, value in HIDDEN.findall(answer.text):
            self.hidden.setdefault(name, unescape(value))
        return answer

    def post(self, path, **fields):
        return self._ask("POST", path, urlencode(self.hidden | fields))

    def copy(self):
        """The same browser in another window."""
        other = Visitor(self.port)
        other.cookies, other.hidden = dict(self.cookies), dict(self.hidden)
        return other

    def _ask(self, method, path, body=None):
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)) as line:
            line.request(method, path, body, sent)
            answer = line.getresponse()
            text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return Answer(answer.status, answer.headers.get("Location", ""), text)
