"""A small load generator: prepared requests over connections that stay open."""

import re
import socket
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

CONNECTIONS = 8
TIMEOUT = 60  # seconds
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
CLOSES = re.compile(rb"connection: close", re.IGNORECASE)


@dataclass(frozen=True)
class Burst:
    """How many requests were answered what, and in how many seconds."""

    statuses: dict[int, int]
    seconds: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return sum(self.statuses.values()) / self.seconds


def get(path: str) -> bytes:
    return _request("GET", path)


def post(path: str, cookies: str, fields: dict[str, str]) -> bytes:
    body = urlencode(fields)
    return _request(
        "POST",
        path,
        f"Cookie: {cookies}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        body=body,
    )


def _request(method: str, path: str, *headers: str, body: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip"]
    return "\r\n".join([*lines, *headers, "", body]).encode()


def burst(port: int, requests: Sequence[bytes]) -> Burst:
    """Send them all, shared out over a few connections."""
    shares = [requests[first::CONNECTIONS] for first in range(CONNECTIONS)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answered = list(pool.map(lambda share: _send(port, share), shares))
    seconds = time.perf_counter() - begun
    return Burst(dict(Counter(status for own in answered for status in own)), seconds)


def _send(port: int, requests: Sequence[bytes]) -> list[int]:
    statuses, line = [], None
    for request in requests:
        if line is None:
            line = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        line.sendall(request)
        status, closes = _read(line)
        statuses.append(status)
        if closes:
            line.close()
            line = None
    if line is not None:
        line.close()
    return statuses


def _read(line: socket.socket) -> tuple[int, bool]:
    """The status of one answer, read to its end, and whether the line is closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(line)
    head, _blank, body = data.partition(b"\r\n\r\n")
    length = LENGTH.search(head)
    left = (int(length[1]) if length else 0) - len(body)
    while left > 0:
        left -= len(_more(line))
    return int(head.split(b" ", 2)[1]), CLOSES.search(head) is not None


def _more(line: socket.socket) -> bytes:
    data = line.recv(65536)
    if not data:
        raise ConnectionError("The server closed in the middle of an answer.")
    return data
