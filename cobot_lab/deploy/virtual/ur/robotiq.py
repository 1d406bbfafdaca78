"""A Robotiq gripper as its maker's URCap shows it: words on port 63352 of the cabinet.

`GET POS` is answered `POS 123`, `SET POS 255` is answered `ack`; several pairs may follow one `SET`. Positions count
from 0, open, to 255, shut. Whether it does anything, and whether there is a part, is what the cabinet's gripper says.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cobot_lab.deploy.virtual.ur.cabinet import FREQUENCY
from cobot_lab.deploy.virtual.ur.gripper import TIME, Gripper
from cobot_lab.deploy.virtual.ur.link import Link

PORT = 63352
LINE_MAX = 256
PART = 180
"""Position at which the fingers meet a part; our own choice."""
SHUT = 255
_SETTABLE = ("ACT", "GTO", "POS", "SPE", "FOR", "ATR")
_MOVING, _STOPPED_OPENING, _STOPPED_CLOSING, _THERE = range(4)


@dataclass(slots=True)
class Robotiq:
    """The gripper.

    Attributes:
        told: What was set, by name.
        position: Where the fingers are.
    """

    told: dict[str, int] = field(default_factory=lambda: {**dict.fromkeys(_SETTABLE, 0), "ACT": 1})
    position: float = 0.0

    def step(self, gripper: Gripper) -> None:
        """Move for one control cycle, as far as there is no part in the way."""
        if gripper.stuck or not self.told["GTO"] or not self.told["ACT"]:
            return
        wanted, most = self.told["POS"], SHUT / (TIME * FREQUENCY)
        self.position += min(most, max(-most, wanted - self.position))
        if self._part(gripper):
            self.position = min(self.position, PART)

    def shut(self) -> None:
        """Be shut from now on, with nothing between the fingers."""
        self.told |= {"GTO": 1, "POS": SHUT}
        self.position = float(SHUT)

    def value(self, name: str, gripper: Gripper) -> int | None:
        """Give what a name stands for; nothing when it stands for nothing."""
        if name == "STA":
            return 3 if self.told["ACT"] else 0
        if name == "PRE":
            return self.told["POS"]
        if name == "POS":
            return round(self.position)
        if name == "FLT":
            return 0
        if name == "OBJ":
            return self._object(gripper)
        return self.told.get(name)

    def _object(self, gripper: Gripper) -> int:
        if abs(self.position - self.told["POS"]) < 1.0:
            return _THERE
        stopped = self._part(gripper) and self.position >= PART
        return _STOPPED_CLOSING if stopped else _MOVING

    def _part(self, gripper: Gripper) -> bool:
        return gripper.part and not gripper.lost and self.told["POS"] > PART

    def answer(self, line: str, gripper: Gripper) -> str:
        """Answer one line; a question mark to what is none."""
        match line.split():
            case ["GET", name] if (value := self.value(name, gripper)) is not None:
                return f"{name} {value}\n"
            case ["SET", *pairs] if pairs and len(pairs) % 2 == 0:
                names, values = pairs[::2], pairs[1::2]
                known = all(name in _SETTABLE for name in names)
                if known and all(value.isascii() and value.isdigit() and int(value) <= SHUT for value in values):
                    self.told |= dict(zip(names, map(int, values), strict=True))
                    return "ack"
        return "?\n"


async def serve(link: Link, robotiq: Robotiq, gripper: Gripper) -> None:
    """Answer until the client goes."""
    while line := await link.line(LINE_MAX):
        link.send(robotiq.answer(line.decode("latin-1").strip(), gripper).encode())
