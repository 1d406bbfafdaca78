"""What a bundle keeps of a task."""

from __future__ import annotations

import json

import pytest

from cobot_lab.cell.task import Goal, Lamp, Quota, Sorting, Task
from cobot_lab.stored import StoredFormError

TASK = Task(
    "04",
    (Goal("ebauche", "plateau", (0.0, 0.045, 0.0)), Goal("temoin", "casier")),
    at_rest=True,
    duration_max=60.0,
    toolbox=("pick", "place"),
    blocks_max=12,
    speed_max=0.5,
    sorting=(
        Sorting("couleur", "rouge", "bac_rouge"),
        Sorting("epaisseur", "", "bac_bonnes", between=(0.0079, 0.0081)),
        Sorting("epaisseur", "", "bac_rebut", outside=(0.0079, 0.0081)),
    ),
    quotas=(Quota("bac_bonnes", 4, "presence"), Quota("bac_rebut", 1, "presence", side_by_side=True)),
    lamps=(Lamp("voyant_vert", "said", "entree_1", True), Lamp("voyant_rouge", "incomplete")),
    wait_max=10.0,
    own_functions=True,
)


def test_a_task_comes_back_as_it_was() -> None:
    again = Task.from_bytes(TASK.to_bytes())
    assert again == TASK
    assert again.to_bytes() == TASK.to_bytes()


@pytest.mark.parametrize(
    "lost", ["goals", "sorting", "quotas", "blocks_max", "speed_max", "toolbox", "lamps", "wait_max", "own_functions"]
)
def test_what_is_no_task_is_refused(lost: str) -> None:
    document = json.loads(TASK.to_bytes())
    del document[lost]
    with pytest.raises(StoredFormError, match=lost):
        Task.from_bytes(json.dumps(document).encode())


def test_a_task_of_another_version_is_refused_by_its_name() -> None:
    document = {**json.loads(TASK.to_bytes()), "schema": "cobot_lab/task/5"}
    with pytest.raises(StoredFormError, match=r"the schema is 'cobot_lab/task/5'; expected cobot_lab/task/6"):
        Task.from_bytes(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("measured", "good"),
    [
        (0.00788, False),
        (0.0079, True),
        (0.007899999999999999, True),
        (0.0081, True),
        (0.00812, False),
        (float("nan"), False),
    ],
)
def test_a_bound_belongs_to_the_interval(measured: float, good: bool) -> None:
    between, outside = TASK.sorting[1:]
    assert between.is_about(measured) is good
    assert outside.is_about(measured) is not good


def test_an_interval_is_about_no_word_and_a_word_about_no_length() -> None:
    colour, between, outside = TASK.sorting
    assert colour.is_about("rouge")
    assert not colour.is_about("bleu")
    assert not any(rule.is_about(answer) for rule in (between, outside) for answer in ("rouge", True))
