"""3,000 hostile texts through the sanitiser and into a real browser, by hand.

`python -m tests.experiments.hostile_html [count]`: prints what is left, and what ran.
"""

import os
import shutil
import sys
import time

import django
from playwright.sync_api import sync_playwright

HOME = "http://reading.example/"
PAGE = "<!doctype html><meta charset=utf-8><title>t</title><body>{}</body>"


def in_browser(html):
    """What ran and what was asked for when a browser shows it, without any policy."""
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=sandbox
        )
        page = browser.new_page()
        noted = show(page, html)
        ran = page.evaluate("window.ran ?? 0")
        browser.close()
    return ran, noted


def show(page, html):
    """Open it as a page of a site; the requests, dialogs and errors that came of it."""
    noted = []

    def answer(route):
        if route.request.url == HOME and not noted:
            route.fulfill(body=html, content_type="text/html")
        else:
            noted.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: (noted.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.goto(HOME, wait_until="load")
    stir(page)
    return noted


def stir(page):
    """Touch everything that may wait for a hand: point at it, click it, focus it."""
    page.evaluate(
        """() => {
          document.addEventListener("click", (event) => event.preventDefault())
          for (const element of document.querySelectorAll("body *")) {
            for (const kind of ["mouseover", "pointerenter", "focus", "click"]) {
              const event = new Event(kind, { bubbles: true, cancelable: true })
              element.dispatchEvent(event)
            }
          }
        }"""
    )
    page.wait_for_timeout(1000)


def together(texts):
    return PAGE.format("".join(f"<section>{text}</section>\n" for text in texts))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

    from education.body import clean
    from tests.education.hostile import payloads
    from tests.education.test_body import dangers

    sent = payloads(count)
    begins = time.perf_counter()
    cleaned = [clean(text) for text in sent]
    took = time.perf_counter() - begins
    twice = sum(clean(text) != text for text in cleaned)
    left = sum(bool(dangers(text)) for text in cleaned)
    ran, noted = in_browser(together(cleaned))
    raw_ran, _noted = in_browser(together(sent[:20]))
    sys.stdout.write(
        f"{count} texts cleaned in {took:.1f} s. Dangers left: {left}. "
        f"Not the same when cleaned twice: {twice}.\n"
        f"In Chromium: {ran} scripts ran, {len(noted)} requests, dialogs or errors. "
        f"(Twenty of them uncleaned: ran {raw_ran}.)\n"
    )
    sys.exit(bool(left or twice or ran or noted))


if __name__ == "__main__":
    main()
