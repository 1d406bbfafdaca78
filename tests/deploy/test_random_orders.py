"""Solutions that ask sensors, played on the twin with whatever these say."""

from __future__ import annotations

import pytest

from .random_orders import campaign  # isort: skip


@pytest.mark.parametrize(("lesson", "count", "kinds"), [("04", 2, 2), ("05", 6, 3), ("06", 6, 3)])
def test_whatever_the_sensors_say_the_parts_end_where_they_belong(lesson: str, count: int, kinds: int) -> None:
    right, orders = campaign(lesson, count)
    assert right == count
    assert len(orders) >= kinds
