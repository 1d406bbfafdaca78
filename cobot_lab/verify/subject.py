"""What the checks look at: the plan in its cell, and what was computed from them once for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.doings import Doings
from cobot_lab.cell.task import Task
from cobot_lab.motion.actions import Move
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array
from cobot_lab.program.residual import Answer
from cobot_lab.verify.criteria import CRITERIA, Criteria
from cobot_lab.verify.known import Known
from cobot_lab.verify.motion import Motion, sample
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.places import lying_at, machine_starts
from cobot_lab.verify.story import Scene, after, tell
from cobot_lab.verify.sweep import Accident, sweep


@dataclass(eq=False)
class Subject:
    """A plan under judgement. Everything derived is computed when first asked for, and kept.

    Attributes:
        plan: The plan, already known to be sound in form.
        cell: The cell it was made for.
        task: What it has to achieve, or nothing.
        criteria: Tolerances of judging.
        outcome: What the physics gave; absent until it has run.
        told: The story, when it was told before: of a way through a plan with forks.
        known: What was computed of other stretches of the same plan.
        answers: For each reading, the answers that lead this way through a plan with forks.
        absent: Parts that are not there on this way: not seen where they would wait, or not come.
        ended: What the cell does by itself at the end, when it was told before.
    """

    plan: Plan
    cell: Cell
    task: Task | None = None
    criteria: Criteria = field(default=CRITERIA)
    outcome: Outcome | None = None
    told: tuple[Scene, ...] | None = None
    known: Known | None = None
    answers: Mapping[int, tuple[Answer, ...]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    ended: Doings | None = None

    @property
    def doings(self) -> Doings:
        """What the cell does by itself at the end, as far as known."""
        return self.story[-1].doings if self.ended is None else self.ended

    @property
    def stuck(self) -> frozenset[str]:
        """Parts that lie in the place of a machine that is late: nobody may take them out."""
        late = [machine.place for machine in self.cell.machines if machine.name in self.doings.late]
        if not (late and self.story):
            return frozenset()
        end, _, _ = after(self.story[-1], self.cell)
        return frozenset(part for place in late for part in lying_at(end, place, self.cell, self.criteria))

    @property
    def machined(self) -> frozenset[str]:
        """Parts that were in place when their machine was started."""
        return frozenset(
            part
            for scene, machine in machine_starts(self.story, self.cell)
            for part in lying_at(scene, machine.place, self.cell, self.criteria)
        )

    @cached_property
    def story(self) -> tuple[Scene, ...]:
        """What is held when, as planned."""
        return tell(self.plan, self.cell) if self.told is None else self.told

    @cached_property
    def motions(self) -> tuple[Motion, ...]:
        """Every move, sampled in time."""
        look = sample if self.known is None else self.known.sample
        return tuple(look(scene, self.cell) for scene in self.story if isinstance(scene.action, Move))

    @cached_property
    def accidents(self) -> tuple[Accident, ...]:
        """Every time that bodies come nearer to each other than they may."""
        return sweep(self.cell, self.story, self.criteria, self.known)

    @property
    def happened(self) -> Outcome:
        """What the physics gave.

        Raises:
            RuntimeError: It has not run; the checker runs it before the checks that need it.
        """
        if self.outcome is None:
            raise RuntimeError("a check of the physics was asked before the physics ran")
        return self.outcome

    @property
    def q_end(self) -> Array:
        """Joint positions at the end of the plan, shape (n,) [rad]."""
        moves = [action for action in self.plan.actions if isinstance(action, Move)]
        return moves[-1].trajectory.q[-1] if moves else self.plan.q_start

    def step_at(self, t: float) -> int:
        """Give the number of the program's step that is under way at an instant [s]."""
        begun = [scene for scene in self.story if scene.t <= t]
        scene = begun[-1] if begun else self.story[0]
        return scene.action.step_at(t - scene.t)
