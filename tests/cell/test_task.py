"""What a bundle keeps of a task."""

from __future__ import annotations

import json

import pytest

from cobot_lab.cell.task import Goal, Sorting, Task
from cobot_lab.stored import StoredFormError

TASK = Task(
    "04",
    (Goal("ebauche", "plateau", (0.0, 0.045, 0.0)), Goal("temoin", "casier")),
    at_rest=True,
    duration_max=60.0,
    toolbox=("pick", "place"),
    blocks_max=12,
    speed_max=0.5,
    sorting=(Sorting("couleur", "rouge", "bac_rouge"),),
)


def test_a_task_comes_back_as_it_was() -> None:
    again = Task.from_bytes(TASK.to_bytes())
    assert again == TASK
    assert again.to_bytes() == TASK.to_bytes()


@pytest.mark.parametrize("lost", ["goals", "sorting", "blocks_max", "speed_max", "toolbox"])
def test_what_is_no_task_is_refused(lost: str) -> None:
    document = json.loads(TASK.to_bytes())
    del document[lost]
    with pytest.raises(StoredFormError, match=lost):
        Task.from_bytes(json.dumps(document).encode())
