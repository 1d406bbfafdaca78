"""The stored form of a plan's tree: its trajectories in one table, named by their digests, and the branches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any, TypeVar

from cobot_lab import stored
from cobot_lab.motion.actions import AnyAction, Corner, Grip, Move, Output, Path, Read, Show, Wait
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.program import residual

T = TypeVar("T")

_DEEPEST = 200
"""Most forks on one path of a plan that is read."""
_WAYS_MAX = 4096
"""Most ways through one: shared branches could otherwise hold more of them than can be looked at."""


def of_tree(root: Branch, moves: dict[str, bytes]) -> list[bytes]:
    """Give the stored form of a tree: every distinct branch once, behind those that follow it, the root last.

    A fork names its branches by their places in the list.

    Args:
        root: The tree.
        moves: Table that the stored forms of its trajectories are added to, each under its digest.
    """
    return [form for form, _ in _distinct(root, moves)[0]]


def shared(root: Branch) -> Branch:
    """Give the same tree with each distinct branch once."""
    distinct, places = _distinct(root, {})
    made: list[Branch] = []
    for _, branch in distinct:
        made.append(_with_children(branch, lambda child: made[places[id(child)]]))
    return made[places[id(root)]]


def _with_children(branch: Branch, made: Callable[[Branch], Branch]) -> Branch:
    if branch.fork is None:
        return branch
    yes, no = (None if child is None else made(child) for child in (branch.fork.yes, branch.fork.no))
    return replace(branch, fork=replace(branch.fork, yes=yes, no=no))


def _distinct(root: Branch, moves: dict[str, bytes]) -> tuple[list[tuple[bytes, Branch]], dict[int, int]]:
    """Give the stored form and one branch for each distinct one, and the place in this list of every branch."""
    found: list[tuple[bytes, Branch]] = []
    by_form: dict[bytes, int] = {}
    places: dict[int, int] = {}
    known: dict[int, str] = {}
    for branch in root.back_to_front():
        document: dict[str, Any] = {"actions": [_of_action(action, moves, known) for action in branch.actions]}
        fork = branch.fork
        if fork is not None:
            yes, no = (None if child is None else places[id(child)] for child in (fork.yes, fork.no))
            document["fork"] = {
                "step": fork.step, "condition": residual.to_dict(fork.condition), "yes": yes, "no": no,
                "limit": fork.limit, "asked": list(fork.asked),
            }  # fmt: skip
        form = stored.canonical(document)
        place = by_form.setdefault(form, len(found))
        if place == len(found):
            found.append((form, branch))
        places[id(branch)] = place
    return found, places


def _of_action(action: AnyAction, moves: dict[str, bytes], known: dict[int, str]) -> dict[str, Any]:
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


def _named(trajectory: Trajectory, moves: dict[str, bytes], known: dict[int, str]) -> str:
    name = known.get(id(trajectory))
    if name is None:
        name, form = _form(trajectory)
        known[id(trajectory)] = name
        moves[name] = form
    return name


@lru_cache(maxsize=4096)
def _form(trajectory: Trajectory) -> tuple[str, bytes]:
    """Give a trajectory's name and stored form, computed once for each object: it never changes."""
    form = stored.canonical(trajectory.to_dict())
    return stored.sha256(form), form


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


def tree(documents: Sequence[Mapping[str, Any]], moves: Mapping[str, Trajectory]) -> Branch:
    """Read a tree back.

    Raises:
        ValueError, KeyError, TypeError, IndexError: It is none, a fork has no branch at all, or names one that does not
            come before it in the list.
    """
    branches: list[Branch] = []
    sizes: list[tuple[int, int]] = []
    for document in documents:
        fork = _fork(document.get("fork"), branches)
        places = [] if fork is None else [document["fork"][key] for key in ("yes", "no")]
        behind = [sizes[place] for place in places if place is not None] or [(-1, 1)]
        depth, ways = 1 + max(depth for depth, _ in behind), sum(ways for _, ways in behind)
        if depth > _DEEPEST or ways > _WAYS_MAX:
            raise ValueError(f"{depth} forks on one path, {ways} ways; at most {_DEEPEST}, {_WAYS_MAX}")
        branches.append(Branch(tuple(_action(action, moves) for action in document["actions"]), fork))
        sizes.append((depth, ways))
    return branches[-1]


def _fork(given: Mapping[str, Any] | None, before: Sequence[Branch]) -> Fork | None:
    if given is None:
        return None
    yes, no = (None if given[key] is None else _named_branch(given[key], before) for key in ("yes", "no"))
    if yes is None and no is None:
        raise ValueError("a fork without branches")
    asked = tuple(of(int, number) for number in given["asked"])
    limit = float(given["limit"])
    return Fork(of(int, given["step"]), residual.from_dict(given["condition"]), yes, no, limit, asked)


def _named_branch(place: Any, before: Sequence[Branch]) -> Branch:
    if not 0 <= of(int, place) < len(before):
        raise ValueError(f"branch {place} does not come before its fork")
    found: Branch = before[place]
    return found


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
