"""What a page shows, read from its HTML as a person or a browser would."""

import re
from html import unescape
from html.parser import HTMLParser

NOT_SHOWN = ("script", "style", "head", "svg")


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in NOT_SHOWN

    def handle_endtag(self, tag):
        self.hidden -= tag in NOT_SHOWN

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def html(answer):
    return answer.content.decode()


def words(answer):
    """All that is to read on it, with single spaces."""
    reader = Words()
    reader.feed(html(answer))
    return re.sub(r"\s+", " ", " ".join(reader.words))


def starts(answer):
    """The times its buttons hold, in the order they stand."""
    return re.findall(r'name="start" value="([^"]+)"', html(answer))


def links(answer):
    return [unescape(url) for url in re.findall(r'href="([^"]+)"', html(answer))]


def form(answer, action=None):
    """Where the first form that posts goes (or the one with `action` in its address),
    and what it sends by itself."""
    forms = re.findall(r"<form[^>]*>.*?</form>", html(answer), re.DOTALL)
    for text in forms:
        if 'method="post"' in text and (action or "") in text:
            to = re.search(r'action="([^"]*)"', text).group(1)
            sent = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', text)
            return unescape(to), {name: unescape(value) for name, value in sent}
    raise AssertionError("no form that posts")


def press(client, start, *, page, **sent):
    """Press a time of a page the browser has read, as its form would send it."""
    action, hidden = form(page)
    return client.post(action, hidden | {"start": start} | sent)
