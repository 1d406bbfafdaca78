"""The stored form of a plan's tree: its trajectories in one table, named by their digests, and the branches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from cobot_lab import stored
from cobot_lab.motion.actions import AnyAction, Corner, Grip, Move, Output, Path, Read, Show, Wait
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.program import residual

T = TypeVar("T")

_DEEPEST = 200
"""Most forks on one path of a plan that is read."""


def of_branch(branch: Branch, moves: dict[str, Any]) -> dict[str, Any]:
    """Give the JSON form of a branch and all behind it.

    Args:
        branch: The branch.
        moves: Table that its trajectories are added to, each under the digest of its own form.
    """
    return _of_branch(branch, moves, {})


def _of_branch(branch: Branch, moves: dict[str, Any], known: dict[int, str]) -> dict[str, Any]:
    document: dict[str, Any] = {"actions": [_of_action(action, moves, known) for action in branch.actions]}
    fork = branch.fork
    if fork is not None:
        document["fork"] = {
            "step": fork.step,
            "condition": residual.to_dict(fork.condition),
            "yes": None if fork.yes is None else _of_branch(fork.yes, moves, known),
            "no": None if fork.no is None else _of_branch(fork.no, moves, known),
        }
    return document


def _of_action(action: AnyAction, moves: dict[str, Any], known: dict[int, str]) -> dict[str, Any]:
    match action:
        case Move(step, path, trajectory, place, corners):
            return {
                "do": "move",
                "step": step,
                "path": path.value,
                "place": place,
                "trajectory": _named(trajectory, moves, known),
                "corners": [{**asdict(corner), "at": list(corner.at)} for corner in corners],
            }
        case Grip(step, closing, width, force, time):
            return {"do": "grip", "step": step, "closing": closing, "width": width, "force": force, "time": time}
        case Wait(step, time):
            return {"do": "wait", "step": step, "time": time}
        case Show(step, text, reading):
            return {"do": "show", "step": step, "text": text, "reading": reading}
        case Read(step, sensor, reading, may_see, sees):
            answers = [residual.to_dict(answer) for answer in may_see]
            about = {"sensor": sensor, "reading": reading, "may_see": answers, "sees": sees}
            return {"do": "read", "step": step, **about}
        case Output(step, name, value, time):
            return {"do": "output", "step": step, "name": name, "value": value, "time": time}


def _named(trajectory: Trajectory, moves: dict[str, Any], known: dict[int, str]) -> str:
    name = known.get(id(trajectory))
    if name is None:
        document = trajectory.to_dict()
        name = known[id(trajectory)] = stored.sha256(stored.canonical(document))
        moves[name] = document
    return name


def trajectories(table: Mapping[str, Any], joints: int) -> dict[str, Trajectory]:
    """Read the table of trajectories back.

    Raises:
        ValueError, KeyError, TypeError: An entry is no trajectory of so many joints, or not the one of its name.
    """
    found = {}
    for name, document in table.items():
        found[name] = Trajectory.from_dict(document)
        if found[name].q.shape[1] != joints:
            raise ValueError(f"a move of {found[name].q.shape[1]} joints, not {joints}")
    return found


def branch(document: Mapping[str, Any], moves: Mapping[str, Trajectory], depth: int = 0) -> Branch:
    """Read a branch back, and all behind it.

    Raises:
        ValueError, KeyError, TypeError: It is none, or a fork has no branch at all.
    """
    if depth > _DEEPEST:
        raise ValueError(f"more than {_DEEPEST} forks on one path")
    actions = tuple(_action(action, moves) for action in document["actions"])
    given = document.get("fork")
    if given is None:
        return Branch(actions)
    yes, no = (None if given[key] is None else branch(given[key], moves, depth + 1) for key in ("yes", "no"))
    if yes is None and no is None:
        raise ValueError("a fork without branches")
    return Branch(actions, Fork(of(int, given["step"]), residual.from_dict(given["condition"]), yes, no))


def of(kind: type[T], value: Any) -> T:
    """Take a value of exactly one kind: a plan comes from outside, and `True` is no step.

    Raises:
        ValueError: It is of another one.
    """
    if type(value) is not kind:
        raise ValueError(f"{value!r} is not a {kind.__name__}")
    return value


def _action(document: Mapping[str, Any], moves: Mapping[str, Trajectory]) -> AnyAction:
    step = of(int, document["step"])
    match document["do"]:
        case "move":
            corners = tuple(map(_corner, document["corners"]))
            return Move(
                step, Path(document["path"]), moves[document["trajectory"]], of(str, document["place"]), corners
            )
        case "grip":
            width, force, time = (float(document[key]) for key in ("width", "force", "time"))
            return Grip(step, of(bool, document["closing"]), width, force, time)
        case "wait":
            return Wait(step, float(document["time"]))
        case "show":
            return Show(step, of(str, document["text"]), _reading(document["reading"]))
        case "output":
            return Output(step, of(str, document["name"]), float(document["value"]), float(document["time"]))
        case "read":
            return _read(step, document)
        case other:
            raise ValueError(f"no action is called {other!r}")


def _corner(document: Mapping[str, Any]) -> Corner:
    t, radius, deviation = (float(document[key]) for key in ("t", "radius", "deviation"))
    x, y, z = map(float, document["at"])
    return Corner(of(int, document["step"]), t, (x, y, z), radius, deviation)


def _reading(value: Any) -> int | None:
    return None if value is None else of(int, value)


def _read(step: int, document: Mapping[str, Any]) -> Read:
    answers = tuple(residual.from_dict(answer) for answer in document["may_see"])
    values = tuple(answer for answer in answers if isinstance(answer, int | float | str | bool))
    if values != answers:
        raise ValueError("an answer that is no value")
    return Read(step, of(str, document["sensor"]), of(int, document["reading"]), values, of(str, document["sees"]))
