"""The tests' settings after a new key was put in front."""

from tests.settings import *  # noqa: F403
from tests.settings import FIELD_KEYS as BEFORE

NEW = "YW5vdGhlci1rZXktb25seS1mb3ItdGVzdHMuLi4uLi4="
FIELD_KEYS = [NEW, *BEFORE]
