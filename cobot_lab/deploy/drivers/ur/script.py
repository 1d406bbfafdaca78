"""URScript made from a plan's actions: self-contained, readable, the same bytes for the same plan.

The controller integrates the cubic between knots itself, by one `speedj` a step as the maker's own external control
script does, so that the speed slider slows the motion down and nothing else. The program refuses to move from another
pose, says on a socket which program it is, and to move it has to hear a heartbeat there. It looks whether the part it
took is still held, and writes its segment and time to output registers 24, and at its very end that it came to it. A
long one is cut where the arm rests.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from cobot_lab.deploy.driver import HEARTBEAT_LIMIT, POSE_TOLERANCE
from cobot_lab.deploy.drivers.ur.grippers import PART_LOST, SAYS, DigitalGripper, Gripper
from cobot_lab.deploy.two_positions import UnfitGripError
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.actions import AnyAction, Grip, Move, Output, Read, Show, Wait
from cobot_lab.motion.trajectory import Array

KNOTS_MAX = 500
BYTES_MAX = 64 * 1024
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}\Z")
STOP_DECELERATION = 4.0
"""How the arm slows down when it hears no more heartbeat [rad/s²]."""
BEAT, LAST = b".", b"!"
"""What the computer sends: while it is well, and to have the arm stop now, or not begin."""
NO_HEARTBEAT, ELSEWHERE, REFUSED = "no heartbeat", "the arm stands elsewhere", "the watch said no"
FINISHED = -1
"""What a program writes in place of its step when it has done everything."""
TOKEN = 32
"""Length of a program's token, half of which is in its name [hexadecimal digits]."""
CYCLE = 0.002
"""A control cycle of an e-Series [s]."""
_SHOWN_MAX = 120
_BLANK = "0" * TOKEN
"""Stands for the token while it is computed."""


class ScriptFormError(CobotLabError):
    """A plan cannot be written as a program that a controller takes."""

    def __init__(self, what: str, found: object, wanted: str) -> None:
        super().__init__(f"URScript: {what}: {found}; expected {wanted}")


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the programs need to know of the place.

    Attributes:
        host: Address of the computer that sends the heartbeat.
        port: Its port.
        gripper: The tool.
        outputs: Standard digital output of each signal, by its name in the cell.
    """

    host: str
    port: int
    gripper: Gripper = field(default_factory=DigitalGripper)
    outputs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Script:
    """One program.

    Attributes:
        name: Its name on the controller; it ends with the first half of the token.
        token: What it says of itself on the socket: digest of everything else in it.
        text: The program.
        t_start: Instant on the plan's timeline at which it begins [s].
        knots: How many knots it goes through.
    """

    name: str
    token: str
    text: str
    t_start: float
    knots: int

    @property
    def data(self) -> bytes:
        """The bytes to send."""
        return self.text.encode("ascii")

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def write_scripts(
    name: str,
    q_start: Array,
    actions: Sequence[AnyAction],
    wiring: Wiring,
    *,
    holding: bool = False,
    source: str = "a plan",
) -> tuple[Script, ...]:
    """Write the programs that do a plan's actions, one after another.

    Args:
        name: Beginning of their names.
        q_start: Where the arm stands before the first, shape (6,) [rad].
        actions: What to do, between two readings; each move goes from rest to rest.
        wiring: What is connected where.
        holding: Whether the gripper holds a part before the first.
        source: What they are made from, in words that go into them: programs of another source have other tokens.

    Raises:
        ScriptFormError: A name, a number or an action does not go into a program.
        UnfitGripError: The gripper cannot do what is asked of it.
    """
    done: list[Script] = []
    piece = _Piece(f"{name}_1", q_start, 0.0, wiring, source, holding=holding)
    for action in actions:
        lines, knots = _lines(action, wiring)
        if piece.would_overflow(lines, knots):
            done.append(piece.script())
            piece = _Piece(f"{name}_{len(done) + 1}", piece.q, piece.t, wiring, source, holding=piece.holding)
            if piece.would_overflow(lines, knots):
                raise ScriptFormError(
                    f"an action of step {action.step}", f"{knots} knots", "a move that fits in one program"
                )
        piece.add(action, lines, knots)
    return (*done, piece.script())


class _Piece:
    """A program under way."""

    def __init__(self, name: str, q: Array, t: float, wiring: Wiring, source: str, *, holding: bool) -> None:
        if not NAME.match(_named(name, _BLANK)):
            raise ScriptFormError("name", repr(_named(name, _BLANK)), "at most 31 small letters, digits and _")
        if q.shape != (6,):
            raise ScriptFormError("start", q.shape, "six joints")
        self.q, self.t, self.holding = q, t, holding
        self._name, self._t_start, self._knots = name, t, 0
        self._head = partial(_head, name, q=q, t=t, wiring=wiring, source=source, holding=holding)
        self._body: list[str] = []

    def would_overflow(self, lines: list[str], knots: int) -> bool:
        """Whether these lines would make the program longer than a controller takes."""
        size = sum(len(line) + 1 for line in (*self._head(_BLANK), *self._body, *lines)) + 200
        return self._knots + knots > KNOTS_MAX or size > BYTES_MAX

    def add(self, action: AnyAction, lines: list[str], knots: int) -> None:
        """Go on with an action."""
        self._body += [f"  write_output_integer_register(24, {action.step})", *lines]
        self._knots += knots
        self.t += action.duration
        if isinstance(action, Move):
            self.q = action.trajectory.q[-1]
        elif isinstance(action, Grip):
            self.holding = action.closing

    def script(self) -> Script:
        """Give the whole program."""
        token = hashlib.sha256(self._text(_BLANK).encode("ascii")).hexdigest()[:TOKEN]
        return Script(_named(self._name, token), token, self._text(token), self._t_start, self._knots)

    def _text(self, token: str) -> str:
        finished = f"  write_output_integer_register(24, {FINISHED})"
        tail = [finished, "  beating = False", '  socket_close("watch")', "end", ""]
        return "\n".join([*self._head(token), *self._body, *tail])


def _named(name: str, token: str) -> str:
    """Name a program after what is in it as well: its number alone is the same in every bundle."""
    return f"{name}_{token[: TOKEN // 2]}"


def _head(name: str, token: str, *, q: Array, t: float, wiring: Wiring, source: str, holding: bool) -> list[str]:
    if not re.fullmatch(r"[0-9.]+", wiring.host) or not 0 < wiring.port < 65536:
        raise ScriptFormError("computer", f"{wiring.host}:{wiring.port}", "an address and a port")
    return f"""\
def {_named(name, token)}():
  # cobot_lab: {source}, from {t:.3f} s on. Joints in rad and rad/s, times in s.
  global beating = True
  global speed = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
  global time_done = {_number(t)}
  global holding = {holding and wiring.gripper.tells}
  global pulsed = -1
  def largest(values):
    local most = 0.0
    local i = 0
    while i < 6:
      if norm(values[i]) > most:
        most = norm(values[i])
      end
      i = i + 1
    end
    return most
  end
  def give_up(word):
    textmsg(word)
    if pulsed > -1:
      set_standard_digital_out(pulsed, False)
    end
    # in steps: after a pause the arm stands, though its last speed is still asked, and must not go on
    local rate = speed
    while largest(rate) > 0.02:
      if largest(get_actual_joint_speeds()) < 0.5 * largest(rate):
        halt
      end
      rate = rate * (1 - {_number(STOP_DECELERATION * CYCLE)} / largest(rate))
      speedj(rate, {STOP_DECELERATION}, {CYCLE})
    end
    halt
  end
  def heed():
    if not beating:
      give_up("{SAYS}{NO_HEARTBEAT}")
    end
{_guard(wiring)}  end
{_lines_of(wiring.gripper.functions())}  thread listen():
    while beating:
      heard = socket_read_byte_list(1, "watch", {HEARTBEAT_LIMIT})
      beating = heard[0] == 1
      if beating:
        beating = heard[1] == {BEAT[0]}
      end
    end
  end
  def to(goal, goal_speed, time):
    local start = get_target_joint_positions()
    local start_speed = speed
    local mean = (goal - start) / time
    local second = (mean * 3 - start_speed * 2 - goal_speed) / time
    local third = (start_speed + goal_speed - mean * 2) / (time * time)
    local t = 0.0
    while time - t > 0.0000001:
      heed()
      local step = get_steptime()
      if time - t < step:
        step = time - t
      end
      t = t + step
      local next = start_speed + second * 2 * t + third * 3 * t * t
      write_output_float_register(24, time_done + t)
      speedj(next, largest(next - speed) / step + 0.0001, step)
      speed = next
    end
    time_done = time_done + time
  end
  def rest(time):
    local t = 0.0
    while t < time:
      heed()
      sync()
      t = t + get_steptime()
      write_output_float_register(24, time_done + t)
    end
    time_done = time_done + time
  end
  write_output_integer_register(24, 0)
  write_output_float_register(24, time_done)
  if largest(get_actual_joint_positions() - {_vector(q)}) > {POSE_TOLERANCE}:
    textmsg("{SAYS}{ELSEWHERE}")
    halt
  end
  if not socket_open("{wiring.host}", {wiring.port}, "watch"):
    textmsg("{SAYS}{NO_HEARTBEAT} to hear")
    halt
  end
  socket_send_line("{token}", "watch")
  local first = socket_read_byte_list(1, "watch", {HEARTBEAT_LIMIT})
  if first[0] != 1:
    textmsg("{SAYS}{NO_HEARTBEAT}")
    halt
  end
  if first[1] != {BEAT[0]}:
    textmsg("{SAYS}{REFUSED}")
    halt
  end
{_lines_of(wiring.gripper.begin())}  run listen()""".split("\n")


def _lines_of(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _lines(action: AnyAction, wiring: Wiring) -> tuple[list[str], int]:
    """Write one action; give its lines and how many knots it has."""
    match action:
        case Move(trajectory=knots):
            t = _whole_cycles(knots.t)
            q, qd, _, _ = knots.sample(t)
            steps = zip(q[1:], qd[1:], t[1:] - t[:-1], strict=True)
            lines = [f"  to({_vector(q)}, {_vector(qd)}, {_number(dt)})" for q, qd, dt in steps]
            return [*lines, "  sync()"], len(lines)
        case Grip():
            return _grip(action, wiring), 0
        case Wait(time=time):
            return [f"  rest({_number(time)})"], 0
        case Show(text=text):
            return [f'  textmsg("{_plain(text)}")'], 0
        case Output():
            return _output(action, wiring), 0
        case Read():
            raise ScriptFormError(f"an action of step {action.step}", "a reading", "a stretch of the plan without one")


def _grip(action: Grip, wiring: Wiring) -> list[str]:
    """Let a part go before the fingers do, and hold one only when the gripper says so."""
    unfit = wiring.gripper.misfit(action)
    if unfit is not None:
        raise UnfitGripError(unfit)
    lines = wiring.gripper.grip(action, _number(action.time))
    if not action.closing:
        return ["  holding = False", *lines]
    return [*lines, "  holding = True"] if wiring.gripper.tells else lines


def _guard(wiring: Wiring) -> str:
    """Write what stops the arm when the part that it took is no longer held."""
    lost = wiring.gripper.lost()
    if not lost:
        return ""
    return f"""\
    if holding:
      if {lost}:
        give_up("{SAYS}{PART_LOST}")
      end
    end
"""


def _whole_cycles(t: Array) -> Array:
    """Put a move's knots on whole control cycles, its end excepted, where the arm rests.

    A step that ends within a cycle would leave the arm up to a cycle behind what the register says. On the plan's own
    curve, a knot is off by half a cycle at most, and the cubics beside it by a jump in acceleration times the square
    of that: some 1e-5 rad.
    """
    inner = np.unique(np.round((t[1:-1] - t[0]) / CYCLE)) * CYCLE + t[0]
    return np.concatenate([t[:1], inner[(inner > t[0]) & (inner < t[-1] - CYCLE / 2)], t[-1:]])


def _output(action: Output, wiring: Wiring) -> list[str]:
    place = wiring.outputs.get(action.name)
    if place is None or action.value not in (0.0, 1.0):
        raise ScriptFormError(f"signal {action.name!r}", action.value, "a wired signal, on or off")
    lines = [f"  set_standard_digital_out({place}, {action.value == 1.0})"]
    if action.time > 0:
        lines += [f"  rest({_number(action.time)})", f"  set_standard_digital_out({place}, False)"]
        return [f"  pulsed = {place}", *lines, "  pulsed = -1"]
    return lines


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ScriptFormError("a number", value, "a finite one")
    return f"{round(float(value), 7) + 0.0:.7f}"  # a stored plan has no negative zero


def _vector(values: Array) -> str:
    return "[" + ", ".join(_number(value) for value in values) + "]"


def _plain(text: str) -> str:
    """Write a text in the letters that a controller takes: accents are left out, quotes and signs replaced.

    No one here knows whether a controller takes a backslash for the beginning of something: none is written, so that no
    text can take in the quote behind it, and with that the rest of the program. What a text says is never taken for
    what the program itself has to say.
    """
    bare = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign)).replace('"', "'")
    shown = re.sub(r"[^ -~]", "?", letters.replace("\\", "/"))
    return (f"'{shown}" if shown.startswith(SAYS.rstrip()) else shown)[:_SHOWN_MAX]
