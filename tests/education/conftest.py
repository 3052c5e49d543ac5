"""What the tests of the reading room share."""

from tests.public.conftest import monday_noon

__all__ = ["monday_noon"]
