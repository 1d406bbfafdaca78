from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from cobot_lab.trust import instants


def test_an_instant_is_written_in_utc_and_read_back():
    paris = datetime(2026, 7, 1, 10, 30, tzinfo=timezone(timedelta(hours=2)))
    assert instants.text(paris) == "2026-07-01T08:30:00Z"
    assert instants.read("2026-07-01T08:30:00Z") == paris


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-01T08:30:00",
        "2026-07-01 08:30:00Z",
        "2026-7-1T08:30:00Z",
        "2026-07-01T08:30:00.5Z",
        "",
        "2026-02-30T00:00:00Z",
    ],
)
def test_another_form_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        instants.read(written)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        instants.text(datetime(2026, 7, 1))
