"""Browser tests drive Debian's own Chromium; without one they are not collected."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium")
collect_ignore_glob = [] if CHROMIUM else ["test_*.py"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Without Chromium's own sandbox, which a container does not offer."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox"],
    }
