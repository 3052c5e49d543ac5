"""Backups while people write; twenty by hand: `tests.experiments.backups`."""

import pytest

from tests.experiments.backing_up import back_up_under_load


@pytest.mark.django_db(transaction=True)
def test_a_backup_under_load_comes_back_whole(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")

    held = back_up_under_load(folder=tmp_path, times=2)

    assert held[1] > held[0]
