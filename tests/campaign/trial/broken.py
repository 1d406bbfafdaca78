"""A verifier with one check broken: does the campaign notice?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from trial.planted import Judged, Planted, judge, planned

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Finding, Report
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify import checker
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.forked import Verdicts
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.subject import Subject

WITNESSES = {
    "duration": "too_long:0",
    "continuity": "jump:0",
    "joint_limits": "joint_range_left:1",
    "joint_speed": "joint_speed_over:8",
    "joint_acceleration": "joint_acceleration_over:0",
    "joint_jerk": "joint_jerk_over:1",
    "tool_speed": "tool_too_fast:0",
    "surface_speed": "surface_too_fast:0",
    "singularity": "near_singular_line:1",
    "line_straight": "bent_line:0",
    "corners": "corner_cut:0",
    "collision_cell": "wall_in_the_way:0",
    "collision_part": "neighbour_close:0",
    "collision_self": "self_collision:24",
    "collision_carried": "lowered_place:0",
    "collision_due": "in_the_seat:0",
    "forbidden_zone": "zone_on_the_way:0",
    "payload": "overload:0",
    "grip_margin": "slippery_part:0",
    "grip_measured": "never_measured:0",
    "opens_enough": "opens_too_little:0",
    "let_go_in_air": "dropped_from_high:0",
    "foreseen": "answer_left_out:0",
    "at_rest": "missing_rest:0",
    "empty_hand": "missing_open:0",
    "belt_stopped": "belt_left_on:0",
    "belt_clear": "laid_back:0",
    "start_switched_off": "start_left_on:0",
    "grasp_forms": "closes_above:0",
    "part_dropped": "held_by_the_end:0",
    "grasp_slips": "turns_in_the_grip:0",
    "part_lands": "put_on_the_edge:0",
    "part_disturbed": "toppling_neighbour:0",
    "tracking": "motor_gives_way:0",
    "torque": "motor_strained:0",
    "others_back": "neighbour_taken:0",
    "goal": "wrong_place:0",
    "goal_turn": "turned_part:0",
    "sorted_parts": "sorted_wrongly:0",
    "seen_parts": "never_seen:0",
    "zone_while_on": "belt_runs_on:0",
    "zone_not_yet_open": "late_part:0",
    "awaited_parts": "not_awaited:0",
    "machine_fed": "started_empty:0",
    "machined_parts": "not_machined:0",
    "waits": "waited_too_long:0",
    "machine_awaited": "machine_left_alone:0",
    "lamps_dark": "lamp_lit_wrongly:0",
    "lamps_lit": "lamp_forgotten:0",
    "lamp_at_work": "lamp_too_late:0",
    "quota": "miscounted:0",
    "side_by_side": "stacked:0",
}
"""For every check a planted fault that it alone answers."""
FORESEEN = {"part_dropped": "grip_margin", "grasp_slips": "grip_margin"}
"""Checks whose fault another one foresees, which is left out to show that they see it by themselves."""


class _Unsimulated(Exception):  # noqa: N818 - not a trouble
    """The motion was not refused, and nobody has simulated what comes then."""


def _blind(_subject: Subject) -> Iterator[Finding]:
    yield from ()


def with_broken(name: str, fault: Planted) -> tuple[Judged, Judged]:
    """Judge a fault with every check whole, then with one that finds nothing; the physics runs once at most.

    What foresees the fault (`FORESEEN`) is left out both times.
    """
    program, made = planned(fault.work)
    plan, cell = (made, fault.work.cell) if fault.spoil is None else fault.spoil(made, fault.work.cell)
    outcomes: list[Outcome] = []

    def simulated(*given: object, **named: object) -> Outcome:
        outcomes.append(simulate(*given, **named))  # type: ignore[arg-type]
        return outcomes[-1]

    def again(*_: object, **__: object) -> Outcome:
        if not outcomes:
            raise _Unsimulated
        return outcomes[0]

    simulate = checker.simulate
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checker, "simulate", simulated)
        _silence(patch, {FORESEEN.get(name)})
        whole = judge(fault, _report(plan, cell, fault).placed(program.span_of))
        patch.setattr(checker, "simulate", again)
        _silence(patch, {name, FORESEEN.get(name)})
        try:
            broken = judge(fault, _report(plan, cell, fault).placed(program.span_of))
        except _Unsimulated:
            broken = judge(fault, Report())
    return whole, broken


def _silence(patch: pytest.MonkeyPatch, names: set[str | None]) -> None:
    """Let checks find nothing; a plan with forks is simulated again, each of its ways."""
    checks = tuple(replace(check, look=_blind) if check.name in names else check for check in CHECKS)
    patch.setattr(checker, "CHECKS", checks)
    patch.setattr(checker, "Verdicts", lambda: Verdicts(checks=checks))


def _report(plan: Plan, cell: Cell, fault: Planted) -> Report:
    return checker.check(plan, cell, fault.work.task)[1]
