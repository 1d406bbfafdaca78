"""The grippers of a Universal Robots arm: the lines that a program has for one.

A new gripper is a class with these eight things; when it is used is the plan's to say. `holding` is the program's word
for a part that was taken and has to be held, `beating` for a watch that is heard, `rest` waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cobot_lab.codes import Code
from cobot_lab.deploy.drivers.ur.robotiq import Fingers
from cobot_lab.deploy.drivers.ur.rtde import Sample
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import Start, holding_or_not, open_or_not
from cobot_lab.deploy.two_positions import misfit
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip

SAYS = "cobot_lab: "
"""How a program's word about its own end begins."""
NOTHING_HELD, PART_LOST, NOT_OPEN, NO_GRIPPER = (
    "nothing is held",
    "the part is lost",
    "the gripper is not open",
    "the gripper does not answer",
)


class Gripper(Protocol):
    """A gripper."""

    @property
    def tells(self) -> bool:
        """Whether it says that it holds a part."""

    def functions(self) -> list[str]:
        """Write what a program defines for it, inside the program."""

    def begin(self) -> list[str]:
        """Write what a program does before its first motion."""

    def misfit(self, grip: Grip) -> Finding | None:
        """Say what of a grip it cannot do as it was checked, and what would have been right; nothing when it can."""

    def lost(self) -> str:
        """Write the condition under which a part that was taken is no longer held; empty when nobody can tell."""

    def at_start(self, address: str, sample: Sample, start: Start) -> tuple[Reading, ...]:
        """Read how it stands before a run; what it does not tell is named as not read.

        Args:
            address: Of the cabinet.
            sample: What the arm says now.
            start: How it has to stand.

        Raises:
            DriverError: It does not answer.
        """

    def stands(self, sample: Sample) -> bool:
        """Whether what the arm itself says of it is as before a run; true when that says nothing.

        Args:
            sample: What the arm says now.
        """

    def grip(self, grip: Grip, rest: str) -> list[str]:
        """Write a grip.

        Args:
            grip: What is asked.
            rest: The time allowed for it, as a program writes it [s].
        """


def refused(word: str, indent: str = "    ") -> list[str]:
    """Write the end of a program that may not go on."""
    return [f'{indent}textmsg("{SAYS}{word}")', f"{indent}halt"]


@dataclass(frozen=True, slots=True)
class DigitalGripper:
    """A gripper on digital outputs and inputs.

    Attributes:
        close_output: Standard digital output that closes it.
        held_input: Standard digital input that says that a part is held; None when nothing does.
        open_input: Standard digital input that says that it is open; None when nothing does.
        width: How far it opens [m]; its default and that of the force are those of `robots/ur3e/gripper.toml`.
        force: How hard it grips [N].
    """

    close_output: int = 0
    held_input: int | None = 0
    open_input: int | None = 1
    width: float = 0.05
    force: float = 30.0

    @property
    def tells(self) -> bool:
        """Whether it says that it holds a part."""
        return self.held_input is not None

    def functions(self) -> list[str]:
        """Nothing of its own."""
        return []

    def begin(self) -> list[str]:
        """Nothing."""
        return []

    def misfit(self, grip: Grip) -> Finding | None:
        """It has two positions and one force."""
        return misfit(grip, self.width, self.force)

    def lost(self) -> str:
        """Its input goes off."""
        return "" if self.held_input is None else f"not get_standard_digital_in({self.held_input})"

    def at_start(self, address: str, sample: Sample, start: Start) -> tuple[Reading, ...]:
        """Look at its inputs: it has two positions, so open is as far open as it goes."""
        del address, start
        return self._told(sample)

    def stands(self, sample: Sample) -> bool:
        """Look at its inputs."""
        return all(reading.good for reading in self._told(sample))

    def _told(self, sample: Sample) -> tuple[Reading, ...]:
        def told(place: int | None) -> bool | None:
            return None if place is None else bool(sample.inputs >> place & 1)

        return open_or_not(told(self.open_input)), holding_or_not(told(self.held_input))

    def grip(self, grip: Grip, rest: str) -> list[str]:
        """Switch it, wait, and go on only when its own inputs say that it did it."""
        lines = [f"  set_standard_digital_out({self.close_output}, {grip.closing})", f"  rest({rest})"]
        told, wanted = (self.held_input, NOTHING_HELD) if grip.closing else (self.open_input, NOT_OPEN)
        if told is not None:
            lines += [f"  if not get_standard_digital_in({told}):", *refused(wanted), "  end"]
        return lines


@dataclass(frozen=True, slots=True)
class RobotiqGripper:
    """A Robotiq gripper with its maker's URCap, which takes words on port 63352 of the cabinet.

    Positions count from 0, open, to 255, shut; `OBJ` is 1 or 2 while the fingers are stopped by a part, and 3 when they
    are where they were sent. What is said here comes from the maker's published strings; no gripper was at hand.

    Attributes:
        stroke: Widest gap, at position 0 [m]: 85 mm for a 2F-85.
        force_max: Force at 255 [N].
        off: How many counts from the position asked for counts as open.
    """

    stroke: float = 0.085
    force_max: float = 235.0
    off: int = 6

    @property
    def tells(self) -> bool:
        """It says that it holds a part."""
        return True

    def functions(self) -> list[str]:
        """A word that is answered, the end of a motion, and a look at the fingers while a part is held."""
        return [
            "  def ask(name, value):",
            '    socket_set_var(name, value, "gripper")',
            '    local answer = socket_read_byte_list(3, "gripper", 0.5)',
            "    return answer[0] == 3",
            "  end",
            "  global fingers = 2",
            "  thread feel():",
            "    while beating:",
            "      if holding:",
            '        fingers = socket_get_var("OBJ", "feel")',
            "      end",
            "      sleep(0.02)",
            "    end",
            "  end",
        ]

    def begin(self) -> list[str]:
        """Find the gripper awake; a program does not wake it, since that moves the fingers."""
        opened = [
            line
            for name in ("gripper", "feel")
            for line in (f'  if not socket_open("127.0.0.1", 63352, "{name}"):', *refused(NO_GRIPPER), "  end")
        ]
        awake = ['  if socket_get_var("STA", "gripper") != 3:', *refused(NO_GRIPPER), "  end"]
        return [*opened, *awake, "  run feel()"]

    def misfit(self, grip: Grip) -> Finding | None:
        """It goes as far and grips as hard as it is told, up to its most."""
        fits = 0.0 < grip.force <= self.force_max if grip.closing else 0.0 <= grip.width <= self.stroke
        if fits:
            return None
        asked = ("force", grip.force, self.force_max) if grip.closing else ("width", grip.width, self.stroke)
        quantity, value, most = asked
        return Finding.of(
            Code.GRIP_OUT_OF_RANGE, step=grip.step, quantity=quantity, value=value, minimum=0.0, maximum=most
        )

    def lost(self) -> str:
        """The fingers have come to where they were sent: nothing is between them."""
        return "fingers != 2"

    def at_start(self, address: str, sample: Sample, start: Start) -> tuple[Reading, ...]:
        """Ask it where its fingers are, and what stopped them."""
        del sample
        fingers = Fingers.ask(address)
        opening = self.stroke * (1 - fingers.position / 255)
        return start.opened(opening), holding_or_not(fingers.stopped)

    def stands(self, sample: Sample) -> bool:
        """The arm says nothing of it, and its own port is too slow to be asked at each look."""
        del sample
        return True

    def grip(self, grip: Grip, rest: str) -> list[str]:
        """Send the fingers, wait, and go on only when they say that they did it."""
        position = 255 if grip.closing else round(255 * (1 - min(grip.width / self.stroke, 1.0)))
        force = round(255 * min(grip.force / self.force_max, 1.0)) if grip.closing else 0
        lines = []
        for name, value in (("GTO", 1), ("SPE", 255), ("FOR", force), ("POS", position)):
            lines += [f'  if not ask("{name}", {value}):', *refused(NO_GRIPPER), "  end"]
        lines.append(f"  rest({rest})")
        if grip.closing:
            return [*lines, '  if socket_get_var("OBJ", "gripper") != 2:', *refused(NOTHING_HELD), "  end"]
        near = f'norm(socket_get_var("POS", "gripper") - {position}) > {self.off}'
        return [*lines, f"  if {near}:", *refused(NOT_OPEN), "  end"]
