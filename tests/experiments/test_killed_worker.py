"""Real workers, killed while they send; sixty times by hand with `killed_worker`."""

import pytest

from tests.experiments.killing import sent_while_killed

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_workers_lose_no_mail_and_double_one_at_most_for_each_kill():
    found = sent_while_killed(mails=16, kills=2)

    assert found.kills == 2
    assert found.is_right, found
