"""Somebody with a phone: taps, types, and sees one screen after another."""

import re


class Person:
    """Counts each tap, one into a field included, and notes the screens."""

    def __init__(self, page, watch):
        self.page = page
        self.watch = watch
        self.taps = 0
        self.screens = []
        page.on("framenavigated", self._note)

    def _note(self, frame):
        if frame == self.page.main_frame and frame.url != "about:blank":
            self.screens.append(frame.url)

    def open(self, path):
        self.page.goto(path)

    def tap(self, what):
        self.taps += 1
        what.tap()

    def type(self, label, text):
        field = self.page.get_by_label(label, exact=True)
        self.tap(field)
        field.fill(text)

    def go(self, what):
        """Tap what leads to another screen, and wait for it."""
        with self.page.expect_navigation():
            self.tap(what)

    def press(self, name):
        self.go(self.page.get_by_role("button", name=name))

    def follow(self, name):
        self.go(self.page.get_by_role("link", name=name))

    @property
    def heading(self):
        return self.page.get_by_role("heading", level=1).inner_text()

    # The steps of a booking

    def press_a_time(self, which=0):
        self.go(self.page.locator("button[name=start]:visible").nth(which))

    def tick_the_lists(self, **besides):
        """ "None of these" in every list, but for those named by their key."""
        for section in self.page.locator("fieldset.checklist:has(.none)").all():
            key = section.get_attribute("id").removeprefix("id_")
            ticked = section.get_by_label(re.compile(besides.get(key, "None of these")))
            self.tap(ticked.first)

    def say_yes(self):
        for box in self.page.locator("input[name^=consent_]").all():
            self.tap(box)

    def answer_the_lists(self, **besides):
        self.tick_the_lists(**besides)
        self.say_yes()
        self.press("Send my answers")
