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


@pytest.fixture(scope="session", autouse=True)
def _rows_beside_the_browsers_loop():
    """Playwright's loop is in the tests' own thread; the ORM may be used beside it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield
