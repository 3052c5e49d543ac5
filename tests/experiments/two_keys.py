"""The tests' settings after a new key was put in front."""

from tests.settings import *  # noqa: F403
from tests.settings import FIELD_KEYS as BEFORE

NEW = "hTq0SnuNTVMKcN8tLFMuXKMgaVIi0ASgOYcVwgEG9yw="
FIELD_KEYS = [NEW, *BEFORE]
