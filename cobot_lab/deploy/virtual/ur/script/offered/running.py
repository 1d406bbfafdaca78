"""Time, messages and watchdogs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cobot_lab.deploy.virtual.ur.arm import CYCLE
from cobot_lab.deploy.virtual.ur.cabinet import FREQUENCY, Cabinet, Watchdog
from cobot_lab.deploy.virtual.ur.messages import PopupMessage, TextMessage
from cobot_lab.deploy.virtual.ur.script.calls import Offered
from cobot_lab.deploy.virtual.ur.script.code import Flow, Frame, Wait
from cobot_lab.deploy.virtual.ur.script.operators import truth
from cobot_lab.deploy.virtual.ur.script.values import ScriptError, Value, finite, text, to_str


def functions(cabinet: Cabinet) -> Mapping[str, Offered]:
    """Give the functions of this family by name."""

    def sleep(_: Frame, t: Value) -> Flow:
        for _cycle in range(max(1, round(finite(t) / CYCLE))):
            yield Wait.CYCLE

    def sync(_: Frame) -> Flow:
        yield Wait.CYCLE

    def textmsg(_: Frame, s1: Value, s2: Value = "") -> None:
        cabinet.say(TextMessage(_written(s1) + _written(s2)))

    def popup(
        _: Frame,
        s: Value,
        title: Value = "Popup",
        warning: Value = False,
        error: Value = False,
        blocking: Value = False,
    ) -> None:
        """Show a message; a blocking one is answered at once, as there is nobody at a virtual pendant."""
        flags = truth(warning), truth(error), truth(blocking)
        cabinet.say(PopupMessage(_written(title), _written(s), *flags))

    def rtde_set_watchdog(_: Frame, variable_name: Value, min_frequency: Value, action: Value = "pause") -> None:
        rate, wanted = finite(min_frequency), text(action).lower()
        if wanted not in ("pause", "stop", "ignore"):
            raise ScriptError(f"domain_error: a watchdog cannot {wanted}")
        if rate <= 0:
            cabinet.watchdogs.pop(text(variable_name), None)
            return
        period = max(1, round(FREQUENCY / rate))
        cabinet.watchdogs[text(variable_name)] = Watchdog(period, wanted, cabinet.cycle)

    plain: dict[str, Callable[..., Any]] = {
        "textmsg": textmsg,
        "popup": popup,
        "rtde_set_watchdog": rtde_set_watchdog,
        "protective_stop": lambda _: cabinet.protect(),
        "force_mode_set_damping": lambda _, damping: finite(damping) and None,
        "force_mode_set_gain_scaling": lambda _, scaling: finite(scaling) and None,
    }
    offered = {"sleep": Offered(sleep, flows=True), "sync": Offered(sync, flows=True)}
    return offered | {name: Offered(run) for name, run in plain.items()}


def _written(value: Value) -> str:
    return value if isinstance(value, str) else to_str(value)
