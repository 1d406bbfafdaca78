"""What was computed for earlier plans, kept as long as there is room for it.

Above all takes of the physics. A take depends on the cell, on the moment in which it begins, and on the commands and
scenes that decide over it: as many steps of them as were looked at when it was played. Whoever asks for the same gets
the same take, to the last bit; so after an edit of a program only what follows from the edit is simulated.
"""

from __future__ import annotations

import pickle
from collections import Counter, OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.ways import Ways
from cobot_lab.verify.command import Commands
from cobot_lab.verify.identity import identity
from cobot_lab.verify.known import Scenery
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.rig import LOOK
from cobot_lab.verify.story import Scene
from cobot_lab.verify.take import Take

ROOM = 128 * 2**20
"""Most memory that is used for takes [bytes]."""
CELLS = 3
"""Of how many cells ways and scenes are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """What is to be played from a step of a stretch on.

    Attributes:
        cell: Digest of the cell with all its parts as they are.
        moment: Where everything is.
        scenes: Of the stretch.
        script: Its commands.
        k: The step.
        last: The step with which the plan ends; what follows is only watched.
        begun: Whether the scene under way has begun before.
        whole: Whether free motion is simulated too.
    """

    cell: bytes
    moment: Moment
    scenes: tuple[Scene, ...]
    script: Commands
    k: int
    last: int
    begun: bool
    whole: bool

    def start(self) -> bytes:
        """Give a digest of where it begins."""
        moment = self.moment
        about = (self.k % LOOK, self.k > 0, self.begun, self.whole, repr(moment.order))
        return _digest(self.cell, repr(about).encode(), moment.q.tobytes(), moment.qd.tobytes(), moment.parts.tobytes())

    def course(self, reach: int) -> bytes:
        """Give a digest of what is to be done in so many steps, and whether the plan or the stretch ends by then."""
        k, script = self.k, self.script
        q, numbers = script.q[k : k + reach + 1], script.scene[k : k + reach + 1]
        ends = min(len(script.t) - 1 - k, reach + 1), min(self.last - k, reach + 1)  # after them it goes on, or not
        scenes = [_told(scene) for scene in self.scenes[int(numbers[0]) : int(numbers[-1]) + 1]]
        return _digest(
            repr(ends).encode(), q.tobytes(), (numbers - numbers[0]).tobytes(), pickle.dumps(scenes, protocol=5)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A take, under the digests of where it begins and of what is done in it.

    Attributes:
        start: Where it begins.
        course: What is done.
        reach: How many steps have decided over it.
        take: The take.
    """

    start: bytes
    course: bytes
    reach: int
    take: Take


class Recall:
    """Keeps takes, and forgets those that were not asked for longest.

    Args:
        room: Most memory for them [bytes].
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room, self._used = room, 0
        self._kept: OrderedDict[tuple[bytes, bytes], Kept] = OrderedDict()
        self._reaches: dict[bytes, Counter[int]] = {}
        self._fresh: list[Kept] = []
        self._cells: OrderedDict[bytes, tuple[Ways, Scenery]] = OrderedDict()

    def of(self, cell: Cell) -> tuple[Ways, Scenery]:
        """Give what was computed of the ways and the scenes of a cell, to be read and added to."""
        key = identity(cell)
        known = self._cells.pop(key, None) or (Ways(), Scenery())
        self._cells[key] = known
        while len(self._cells) > CELLS:
            self._cells.popitem(last=False)
        for each in known:
            each.tidy()
        return known

    def __len__(self) -> int:
        """Tell how many takes are kept."""
        return len(self._kept)

    def find(self, request: Request) -> Take | None:
        """Give the take that was played for such a request, or nothing."""
        start = request.start()
        for reach in self._reaches.get(start, ()):
            if request.k + reach <= len(request.script.t) - 1:
                key = start, request.course(reach)
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key].take
        return None

    def keep(self, request: Request, take: Take, reach: int) -> None:
        """Keep a take.

        Args:
            request: What it was played for.
            take: The take.
            reach: How many steps of the request have decided over it.
        """
        kept = Kept(request.start(), request.course(reach), reach, take)
        self._fresh.append(kept)
        self.add(kept)

    def add(self, kept: Kept) -> None:
        """Keep what another process has played."""
        key = kept.start, kept.course
        if key in self._kept or kept.take.size > self._room:
            return
        self._kept[key] = kept
        self._used += kept.take.size
        self._reaches.setdefault(kept.start, Counter())[kept.reach] += 1
        while self._used > self._room:
            _, gone = self._kept.popitem(last=False)
            self._used -= gone.take.size
            reaches = self._reaches[gone.start]
            reaches -= Counter((gone.reach,))
            if not reaches:
                del self._reaches[gone.start]

    def fresh(self) -> list[Kept]:
        """Give what was kept since this was last asked."""
        fresh, self._fresh = self._fresh, []
        return fresh


def _told(scene: Scene) -> tuple[object, ...]:
    """Give what of a scene the physics looks at besides the commands."""
    action = scene.action
    grip = (action.closing, action.width, action.force, action.time) if isinstance(action, Grip) else ()
    carried = None if scene.carried is None else (scene.carried.part, scene.carried.T_FO.tobytes())
    standing = tuple((name, T.tobytes()) for name, T in scene.standing)
    work = (scene.width, scene.width_after, scene.closes_on, scene.lets_go)
    return type(action).__name__, grip, work, carried, standing


def _digest(*parts: bytes) -> bytes:
    made = blake2b(digest_size=24)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.digest()
