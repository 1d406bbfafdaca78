"""Plans that are the same up to an instant: only what cannot come out otherwise is called so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.coach.unchanged import fails_alike
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan


@pytest.fixture(scope="module")
def plans(cell: Cell) -> dict[str, Plan]:
    found = {}
    for end in ("", 'aller_a("repos")\n', 'aller_a("controle")\n'):
        program, _ = read(f'prendre("magasin")\ndeposer("plateau")\n{end}')
        assert program is not None
        planned, _ = plan(program, cell)
        assert planned is not None
        found[end] = planned
    return found


def _touch(t: float | None, code: Code = Code.COLLISION_CELL) -> Finding:
    return Finding.of(code, step=1, t=t, **dict.fromkeys(code.facts, "x"))


def test_the_same_start_fails_in_the_same_way(plans: dict[str, Plan]) -> None:
    before, after = plans['aller_a("repos")\n'], plans['aller_a("controle")\n']
    assert fails_alike(_touch(1.0), before, after)
    assert fails_alike(_touch(1.0), before, before)


def test_what_is_different_before_or_may_depend_on_the_rest_is_checked(plans: dict[str, Plan]) -> None:
    before, after = plans['aller_a("repos")\n'], plans['aller_a("controle")\n']
    late = before.duration - 0.5
    assert not fails_alike(_touch(late), before, after)
    assert not fails_alike(_touch(None), before, after)
    assert not fails_alike(_touch(1.0, Code.PART_NOT_AT_GOAL), before, after)
    other = replace(before, actions=before.actions[1:])
    assert not fails_alike(_touch(1.0), before, other)
