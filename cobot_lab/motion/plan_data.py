"""The plan: everything the arm will do, computed. It is what is checked, signed and played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import numpy as np

from cobot_lab import stored
from cobot_lab.motion.actions import AnyAction, Corner, Grip, Move, Output, Path, Show, Wait
from cobot_lab.motion.trajectory import Array, Trajectory

SCHEMA = "cobot_lab/plan/2"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A program bound to a cell and computed to the last knot.

    Attributes:
        program: SHA-256 of the program's stored form.
        cell: SHA-256 of the cell's description, robot and tool included.
        robot: Name of the robot model.
        joints: Names of the joints, in the order of every `q`.
        q_start: Joint positions where it starts, shape (n,) [rad].
        actions: What happens, in order.
    """

    program: str
    cell: str
    robot: str
    joints: tuple[str, ...]
    q_start: Array
    actions: tuple[AnyAction, ...]

    @property
    def duration(self) -> float:
        """Time from start to end [s]."""
        return sum(action.duration for action in self.actions)

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form."""
        return stored.sha256(self.to_bytes())

    def timeline(self) -> Iterator[tuple[float, AnyAction]]:
        """Give each action with the instant it starts at [s]."""
        t = 0.0
        for action in self.actions:
            yield t, action
            t += action.duration

    def to_bytes(self) -> bytes:
        """Give the stored form: equal plans give equal bytes."""
        return stored.canonical(
            {
                "schema": SCHEMA,
                "program": self.program,
                "cell": self.cell,
                "robot": self.robot,
                "joints": list(self.joints),
                "q_start": self.q_start.tolist(),
                "actions": [_to_dict(action) for action in self.actions],
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Plan:
        """Read the stored form back.

        Raises:
            StoredFormError: The bytes are not a plan, or not the one stored form of it: an unknown key, a value of
                another kind, a number written otherwise, knots that are no trajectory.
        """
        document = stored.parse(data, SCHEMA)
        try:
            plan = cls(
                _of(str, document["program"]),
                _of(str, document["cell"]),
                _of(str, document["robot"]),
                tuple(_of(str, joint) for joint in document["joints"]),
                _start(document["q_start"]),
                tuple(map(_from_dict, document["actions"])),
            )
            _check_joints(plan)
            same = plan.to_bytes() == data
        except (KeyError, TypeError, ValueError, OverflowError) as problem:
            raise stored.StoredFormError("plan", f"{type(problem).__name__} {problem}", SCHEMA) from problem
        if not same:
            raise stored.StoredFormError("plan", "the bytes are not those that this plan is stored as", SCHEMA)
        return plan


def _start(values: Any) -> Array:
    q_start = np.array(values, dtype=np.float64)
    q_start.flags.writeable = False
    return q_start


def _of(kind: type[T], value: Any) -> T:
    """Take a value of exactly one kind: a plan comes from outside, and `True` is no step."""
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not a {kind.__name__}")
    return value


def _check_joints(plan: Plan) -> None:
    n = len(plan.joints)
    if plan.q_start.shape != (n,):
        raise ValueError(f"q_start has shape {plan.q_start.shape}, not ({n},)")
    for action in plan.actions:
        if isinstance(action, Move) and action.trajectory.q.shape[1] != n:
            raise ValueError(f"a move of {action.trajectory.q.shape[1]} joints, not {n}")


def _to_dict(action: AnyAction) -> dict[str, Any]:
    match action:
        case Move(step, path, trajectory, place, corners):
            return {
                "do": "move",
                "step": step,
                "path": path.value,
                "place": place,
                "trajectory": trajectory.to_dict(),
                "corners": [{**asdict(corner), "at": list(corner.at)} for corner in corners],
            }
        case Grip(step, closing, width, force, time):
            return {"do": "grip", "step": step, "closing": closing, "width": width, "force": force, "time": time}
        case Wait(step, time):
            return {"do": "wait", "step": step, "time": time}
        case Show(step, text):
            return {"do": "show", "step": step, "text": text}
        case Output(step, name, value, time):
            return {"do": "output", "step": step, "name": name, "value": value, "time": time}


def _corner(document: Mapping[str, Any]) -> Corner:
    t, radius, deviation = (float(document[key]) for key in ("t", "radius", "deviation"))
    x, y, z = map(float, document["at"])
    return Corner(document["step"], t, (x, y, z), radius, deviation)


def _from_dict(document: Mapping[str, Any]) -> AnyAction:
    step = _of(int, document["step"])
    match document["do"]:
        case "move":
            trajectory = Trajectory.from_dict(document["trajectory"])
            corners = tuple(map(_corner, document["corners"]))
            return Move(step, Path(document["path"]), trajectory, _of(str, document["place"]), corners)
        case "grip":
            width, force, time = (float(document[key]) for key in ("width", "force", "time"))
            return Grip(step, _of(bool, document["closing"]), width, force, time)
        case "wait":
            return Wait(step, float(document["time"]))
        case "show":
            return Show(step, _of(str, document["text"]))
        case "output":
            return Output(step, _of(str, document["name"]), float(document["value"]), float(document["time"]))
        case other:
            raise ValueError(f"no action is called {other!r}")
