"""What a first visit loads: requests, bytes, and foreign hosts.

Pictures that load lazily are folded away on the time page, and none is asked for.
"""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

from tests.bench.figures import Figure

LOADED = re.compile(
    r'<(?:link rel="(?:icon|stylesheet|preload|modulepreload|manifest)"'
    r'|script|img(?![^>]*loading="lazy")|iframe|source|video|audio)'
    r'[^>]*? (?:src|href)="([^"]+)"'
)
IN_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)")


def measure(
    port: int, path: str, *, what: str = "first visit", most: int = 45, asked: int = 6
) -> list[Figure]:
    """What `path` loads, to be at most so many KB and requests."""
    size, foreign, seen = 0, 0, set[str]()
    waiting = [path]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if urlsplit(address).netloc:
            foreign += 1
            continue
        packed, text = _fetch(port, address)
        size += packed
        waiting += [urljoin(address, found) for found in _named_in(text)]
    weight = size / 1024
    return [
        Figure(f"{what}: over the wire", weight, "KB", f"<= {most} KB", weight <= most),
        Figure(f"{what}: requests", len(seen), "", f"<= {asked}", len(seen) <= asked),
        Figure(f"{what}: to other hosts", foreign, "", "= 0", foreign == 0),
    ]


def _fetch(port: int, address: str) -> tuple[int, str]:
    """Bytes of head and body as a browser is sent them, and the text it reads."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("GET", address, headers={"Accept-Encoding": "gzip, br"})
        answer = line.getresponse()
        packed = len(answer.read()) + len(str(answer.headers))
        line.request("GET", address)
        text = line.getresponse().read().decode(errors="replace")
    finally:
        line.close()
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return packed, text if answer.headers["Content-Type"].startswith("text") else ""


def _named_in(text: str) -> Iterator[str]:
    pattern = LOADED if text.lstrip().startswith("<!doctype html>") else IN_CSS
    for found in pattern.findall(text):
        if not found.startswith("data:"):
            yield found
