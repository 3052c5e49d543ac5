import pytest

from tests.experiments.site import UNGUARDED, served


@pytest.fixture(scope="module")
def site(django_db_setup):
    """The site with four workers, on the database of the tests."""
    with served(more=["--preload"]) as site:
        yield site


@pytest.fixture(scope="module")
def unguarded_site(django_db_setup):
    """Its twin without lock and second look."""
    with served(application=UNGUARDED, more=["--preload"]) as site:
        yield site
