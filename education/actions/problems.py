"""Why something is not done."""


class Refused(Exception):
    """It cannot be done; the text is a sentence for the person who asked."""
