"""What becomes of a plan in one world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Finding, refusals
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import Chapter, chapters, ways
from cobot_lab.verify.checks import collision_part
from cobot_lab.verify.checks.check import Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.forked import Verdicts, Way, judge_physics
from cobot_lab.verify.known import Known
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.robustness.changes import Changes, changed
from cobot_lab.verify.story import Scene
from cobot_lab.verify.subject import Subject

ASKED = tuple(one for one in CHECKS if one is collision_part.CHECK or one.stage is Stage.PHYSICS)
"""What is asked in every world; every other check was passed by the plan and does not depend on the world."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What became of a plan.

    Attributes:
        findings: Refusals, in the order of time.
        recording: What happened; of a plan with forks, on its first way.
    """

    findings: tuple[Finding, ...]
    recording: Recording


def judge(
    plan: Plan,
    cell: Cell,
    task: Task | None,
    changes: Changes,
    progress: Callable[[float], None] | None = None,
) -> Judged:
    """Play a plan in a world.

    Args:
        plan: Made for the cell as described, and passed there.
        cell: As described.
        task: What it has to achieve; without one it is judged for soundness alone.
        changes: What makes the world.
        progress: Told the fraction played, now and then.
    """
    world, root = changed(cell, changes), chapters(plan, cell)
    verdicts = Verdicts({one.name: False for one in CHECKS if one not in ASKED}, checks=ASKED)
    through = tuple(ways(root))
    verdicts.ways.update(chapter.decided for chapter, _ in through)
    _touch(plan, cell, world, through, verdicts)
    recording = judge_physics(plan, world, task, root, verdicts, progress, alone=True)
    return Judged(tuple(sorted(refusals(verdicts.told()), key=_instant)), recording)


def _touch(
    plan: Plan, cell: Cell, world: Cell, through: tuple[tuple[Chapter, tuple[Scene, ...]], ...], verdicts: Verdicts
) -> None:
    """Ask whether the arm touches a part where it lies now."""
    moved: dict[int, Scene] = {id(scene): _elsewhere(scene, cell, world) for _, way in through for scene in way}
    told = [(chapter, tuple(moved[id(scene)] for scene in way)) for chapter, way in through]
    with Known(world, (way for _, way in told), CRITERIA) as known:
        for chapter, way in told:
            whole = replace(plan, actions=tuple(scene.action for scene in way), fork=None)
            subject = Subject(whole, world, None, CRITERIA, None, way, known)
            verdicts.ask(Stage.MOTION, Way(subject, 0.0, chapter, through=True))


def _elsewhere(scene: Scene, cell: Cell, world: Cell) -> Scene:
    """Put the parts that nobody has moved yet where they lie in a world.

    A part in the gripper is left to the physics: the fingers bring it to where they hold it.
    """
    starts = {part.name: (part.T_WO, its.T_WO) for part, its in zip(cell.parts, world.parts, strict=True)}
    standing = tuple(
        (name, starts[name][1] if np.array_equal(T_WO, starts[name][0]) else T_WO) for name, T_WO in scene.standing
    )
    return replace(scene, standing=standing, carried=None)


def _instant(finding: Finding) -> tuple[float, float]:
    t = float("inf") if finding.t is None else finding.t
    return t, float("inf") if finding.step is None else float(finding.step)
