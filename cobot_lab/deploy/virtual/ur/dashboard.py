"""The dashboard: one line asked, one line answered, port 29999."""

from __future__ import annotations

from collections.abc import Callable

from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.link import Link
from cobot_lab.deploy.virtual.ur.messages import PopupMessage, TextMessage
from cobot_lab.deploy.virtual.ur.modes import Runtime

PORT = 29999
LINE_MAX = 4096
GREETING = "Connected: Universal Robots Dashboard Server"
_EARLY = (
    "Cannot unlock protective stop until 5s after occurrence. Always inspect cause of protective stop before unlocking"
)


class Dashboard:
    """Answers the commands of one controller.

    Commands that make something happen are refused in local control; those that ask or end are not.
    """

    def __init__(self, controller: Controller, programs: Callable[[], tuple[str, ...]]) -> None:
        """Serve a controller.

        Args:
            controller: It.
            programs: Gives the names of the programs that can be loaded.
        """
        self._controller, self._programs = controller, programs
        acts: dict[str, tuple[Callable[[], bool], str]] = {
            "play": (controller.play, "Starting program"),
            "stop": (controller.stop, "Stopped"),
            "pause": (controller.pause, "Pausing program"),
            "power on": (controller.power_on, "Powering on"),
            "power off": (controller.power_off, "Powering off"),
            "brake release": (controller.brake_release, "Brake releasing"),
            "restart safety": (controller.restart_safety, "Restarting safety"),
        }
        self._acts = acts
        self._asks: dict[str, Callable[[], str]] = {
            "running": lambda: f"Program running: {str(controller.runtime is Runtime.PLAYING).lower()}",
            "robotmode": lambda: f"Robotmode: {controller.mode.name}",
            "safetystatus": lambda: f"Safetystatus: {controller.safety.name}",
            "safetymode": lambda: f"Safetymode: {controller.safety.name}",
            "programstate": self._program_state,
            "get loaded program": lambda: f"Loaded program: {_path(controller)}" if controller.loaded else _NONE,
            "isprogramsaved": lambda: f"true {controller.loaded or '<unnamed>'}",
            "is in remote control": lambda: str(controller.remote).lower(),
            "get serial number": lambda: controller.serial,
            "get robot model": lambda: controller.setup.robot.name.upper().removesuffix("E"),
            "polyscopeversion": lambda: "URSoftware {}.{}.{}.{} (Sep 21 2022)".format(*controller.setup.version),
            "version": lambda: "{}.{}.{}.{}".format(*controller.setup.version),
            "get operational mode": lambda: "NONE",
            "get user role": lambda: "PROGRAMMER",
            "close popup": lambda: "closing popup",
            "close safety popup": lambda: "closing safety popup",
            "shutdown": lambda: "Shutting down",
        }

    async def serve(self, link: Link) -> None:
        """Answer one client until it goes."""
        link.send(GREETING.encode() + b"\n")
        while line := await link.line(LINE_MAX):
            asked = line.decode("latin-1").strip()
            if asked.lower() in ("quit", "exit"):
                link.send(b"Disconnected\n")
                return
            if asked:
                link.send(self.answer(asked).encode("latin-1", "replace") + b"\n")

    def answer(self, asked: str) -> str:
        """Answer one command."""
        name = asked.lower()
        if name in self._asks:
            return self._asks[name]()
        if name in self._acts:
            act, done = self._acts[name]
            return done if self._controller.remote and act() else f"Failed to execute: {asked}"
        if name == "unlock protective stop":
            if not self._controller.remote:
                return f"Failed to execute: {asked}"
            return "Protective stop releasing" if self._controller.unlock() else _EARLY
        return self._with_argument(asked)

    def _with_argument(self, asked: str) -> str:
        word, _, rest = asked.partition(" ")
        match word.lower():
            case "load" if rest:
                return self._load(rest)
            case "popup":
                self._controller.cabinet.say(PopupMessage("Dashboard", rest))
                return "showing popup"
            case "addtolog":
                self._controller.cabinet.say(TextMessage(rest))
                return "Added log message"
            case "setuserrole":
                return f"Setting user role: {rest}"
            case _:
                return f"could not understand: '{asked}'"

    def _load(self, name: str) -> str:
        if not self._controller.remote or self._controller.playing:
            return f"Error while loading program: {name}"
        if name.rpartition("/")[2] not in self._programs():
            return f"File not found: {name}"
        self._controller.loaded = name.rpartition("/")[2]
        return f"Loading program: {name}"

    def _program_state(self) -> str:
        runtime = self._controller.runtime
        word = {Runtime.PLAYING: "PLAYING", Runtime.PAUSED: "PAUSED", Runtime.PAUSING: "PLAYING"}
        return f"{word.get(runtime, 'STOPPED')} {self._controller.loaded or '<unnamed>'}"


_NONE = "No program loaded"


def _path(controller: Controller) -> str:
    return f"/programs/{controller.loaded}"
