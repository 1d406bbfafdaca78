from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from cobot_lab import stored
from cobot_lab.motion.actions import Corner, Grip, Move, Output, Path, Show, Wait
from cobot_lab.motion.plan_data import SCHEMA, Plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.program import residual
from cobot_lab.program.residual import Reading


def a_plan() -> Plan:
    t = np.array([0.0, 0.1, 0.35])
    q = np.array([[0.0, 1.0], [0.1, 0.9 + 1e-16], [1 / 3, -1e-17]])
    qd = np.array([[0.0, 0.0], [0.5, -0.25], [0.0, 0.0]])
    actions = (
        Move(1, Path.JOINT, Trajectory(t, q, qd), "magasin"),
        Grip(2, closing=True, width=0.0, force=30.0, time=0.8),
        Wait(3, 1.5),
        Show(4, "prêt « ici »"),
        Output(5, "voyant", 1.0, 0.5),
        Move(6, Path.BLEND, Trajectory(t, q, qd), "bac", (Corner(7, 0.2, (0.1, 0.2, 0.3), 0.02, 0.0075),)),
        Move(5, Path.LINE, Trajectory(t * 2, q[::-1].copy(), qd), ""),
    )
    return Plan("a" * 64, "b" * 64, "ur3e", ("j1", "j2"), q[0].copy(), actions)


def changed(**changes: Any) -> bytes:
    return stored.canonical({**json.loads(a_plan().to_bytes()), **changes})


def test_a_plan_comes_back_bit_by_bit() -> None:
    plan = a_plan()
    again = Plan.from_bytes(plan.to_bytes())
    assert again.to_bytes() == plan.to_bytes() == stored.canonical(json.loads(plan.to_bytes()))
    assert again.actions[1:4] == plan.actions[1:4]
    for before, after in zip(plan.actions, again.actions, strict=True):
        if isinstance(before, Move) and isinstance(after, Move):
            assert (before.step, before.path, before.place) == (after.step, after.path, after.place)
            for name in ("t", "q", "qd"):
                assert (getattr(before.trajectory, name) == getattr(after.trajectory, name)).all()
                assert not getattr(after.trajectory, name).flags.writeable
    assert not again.q_start.flags.writeable
    assert again.duration == pytest.approx(0.35 + 0.8 + 1.5 + 0.5 + 0.35 + 0.7)
    assert [t for t, _ in again.timeline()] == pytest.approx([0.0, 0.35, 1.15, 2.65, 2.65, 3.15, 3.5])


def an_action(i: int, **changes: Any) -> bytes:
    actions = json.loads(a_plan().to_bytes())["branches"][-1]["actions"]
    actions[i] = {**actions[i], **changes}
    return changed(branches=[{"actions": actions}])


def forking(*forks: tuple[Any, Any], again: int = 1) -> bytes:
    """Give a plan of an empty branch and forks behind it, each naming its branches by their places."""
    condition = residual.to_dict(Reading(0))
    rest = {"step": 1, "condition": condition, "limit": 0, "asked": []}
    told = [{"actions": [], "fork": {"yes": yes, "no": no, **rest}} for yes, no in forks]
    return changed(branches=[*({"actions": []} for _ in range(again)), *told], trajectories={})


def test_forks_may_share_their_branches() -> None:
    plan = Plan.from_bytes(forking((0, 0), (1, None), (1, 2)))
    assert len(plan.paths()) == 4
    assert len(tuple(plan.root.walk())) == 4
    assert plan.root.duration == 0.0


def a_trajectory(**changes: Any) -> bytes:
    document = json.loads(a_plan().to_bytes())
    name = document["branches"][-1]["actions"][0]["trajectory"]
    table = document["trajectories"]
    return changed(trajectories={**table, name: {**table[name], **changes}})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        json.dumps({"schema": "cobot_lab/plan/0"}).encode(),
        json.dumps({"schema": "cobot_lab/plan/1"}).encode(),
        json.dumps({"schema": SCHEMA}).encode(),
        a_plan().to_bytes() + b" ",
        a_plan().to_bytes().replace(b"1.5", b"1.50"),
        a_plan().to_bytes().replace(b"1.5", b"1e999"),
        a_plan().to_bytes().replace(b"1.5", b"NaN"),
        a_plan().to_bytes().replace(b'"robot"', b'"robots"'),
        changed(extra=1),
        changed(branches=None),
        changed(branches=[]),
        changed(branches=[{"actions": None}]),
        changed(branches=[{"actions": [1]}]),
        changed(branches=[{"actions": [{"do": "dance", "step": 1}]}]),
        forking((0, 1)),
        forking((None, None)),
        forking((0, True)),
        forking((0, "0")),
        forking((0, -1)),
        forking((0, None), again=2),
        forking(*((n, n) for n in range(13))),
        forking(*((n, None) for n in range(201))),
        changed(q_start=[0]),
        changed(q_start=[None, None]),
        changed(q_start=["0", "1"]),
        changed(q_start=[[0, 1]]),
        changed(joints=["j1"]),
        changed(joints=[1, 2]),
        changed(robot=1),
        an_action(0, step="../x"),
        an_action(0, step=True),
        an_action(0, place=[[1]]),
        an_action(1, closing=1),
        an_action(0, path="loop"),
        an_action(1, time="0.8"),
        an_action(1, force=None),
        an_action(2, unknown=True),
        an_action(0, corners=None),
        an_action(4, value="1"),
        an_action(4, time=None),
        an_action(5, corners=[{"step": 7}]),
        an_action(5, corners=[{"step": 7, "t": 0.2, "at": [0.1, 0.2], "radius": 0.02, "deviation": 0.0075}]),
        a_trajectory(t=[0, 0.1]),
        a_trajectory(t=[0, 0.1, 0.1]),
        a_trajectory(t=[0, 0.2, 0.1]),
        a_trajectory(t=[0.1, 0.2, 0.3]),
        a_trajectory(t=[0, 0.1, None]),
        a_trajectory(q=[[0, 1], [0, 1], [0]]),
        a_trajectory(q=[[0], [0], [0]], qd=[[0], [0], [0]]),
        a_trajectory(qd=[[0, 0], [0, 0]]),
        a_trajectory(t=[0], q=[[0, 1]], qd=[[0, 0]]),
    ],
)
def test_what_is_not_a_plan_is_refused(data: bytes) -> None:
    with pytest.raises(stored.StoredFormError):
        Plan.from_bytes(data)


def test_a_trajectory_is_held_at_its_ends_and_passes_its_knots() -> None:
    move = a_plan().actions[0]
    assert isinstance(move, Move)
    q, qd, _, _ = move.trajectory.sample(np.array([-1.0, 0.0, 0.1, 0.35, 9.0]))
    assert q == pytest.approx(move.trajectory.q[[0, 0, 1, 2, 2]], abs=1e-15)
    assert qd == pytest.approx(move.trajectory.qd[[0, 0, 1, 2, 2]], abs=1e-12)


def test_a_plan_of_the_form_before_is_refused_by_its_name() -> None:
    old = a_plan().to_bytes().replace(b"cobot_lab/plan/4", b"cobot_lab/plan/3")
    with pytest.raises(stored.StoredFormError, match="the schema is 'cobot_lab/plan/3'; expected cobot_lab/plan/4"):
        Plan.from_bytes(old)
