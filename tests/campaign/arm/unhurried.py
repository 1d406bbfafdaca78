"""A computer that is busy with other runs answers late; that late data are refused is looked at elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from cobot_lab.deploy import preflight
from cobot_lab.deploy.drivers.ros import readings as ros_readings
from cobot_lab.deploy.drivers.ur import readings as ur_readings

LIMIT = 1.0
"""Age that data may have here before a run [s]."""


@contextmanager
def unhurried() -> Iterator[None]:
    """Let data be older than they may be on a real arm, for as long as this lasts."""
    with (
        mock.patch.object(preflight, "DATA_LIMIT", LIMIT),
        mock.patch.object(ros_readings, "DATA_LIMIT", LIMIT),
        mock.patch.object(ur_readings, "DATA_LIMIT", LIMIT),
    ):
        yield
