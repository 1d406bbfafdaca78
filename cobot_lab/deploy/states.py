"""The job's states and the table of every transition that is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from cobot_lab.findings import CobotLabError


class State(Enum):
    """Where a job stands."""

    OPENED = "opened"
    """The gate let the bundle through; nothing was read from the arm."""
    PREFLIGHT = "preflight"
    """The arm was read and is as it should be."""
    ENABLED = "enabled"
    """A person said yes to this run, less than a minute ago."""
    SENT = "sent"
    """The approval is consumed; the plan is on its way to the arm, which does not move yet."""
    RUNNING = "running"
    """The arm was told to start and is being watched."""
    DONE = "done"
    """The arm rests at the last knot, its safety system content."""
    INTERRUPTED = "interrupted"
    """The run ended any other way; the cause stands in the record."""
    REFUSED = "refused"
    """It never came to a run; the approval is not consumed."""

    @property
    def final(self) -> bool:
        """Whether nothing follows. Going on means opening a new job."""
        return not TRANSITIONS[self]


TRANSITIONS: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.OPENED: frozenset({State.PREFLIGHT, State.REFUSED}),
        State.PREFLIGHT: frozenset({State.ENABLED, State.REFUSED}),
        State.ENABLED: frozenset({State.SENT, State.REFUSED}),
        State.SENT: frozenset({State.RUNNING, State.INTERRUPTED}),
        State.RUNNING: frozenset({State.DONE, State.INTERRUPTED}),
        State.DONE: frozenset(),
        State.INTERRUPTED: frozenset(),
        State.REFUSED: frozenset(),
    }
)


class JobStateError(CobotLabError):
    """A job was asked for something that its state does not allow."""

    def __init__(self, state: State, wanted: State) -> None:
        allowed = ", ".join(sorted(following.value for following in TRANSITIONS[state])) or "nothing"
        super().__init__(f"a job that is {state.value} cannot become {wanted.value}; it can become {allowed}")
        self.state = state
        self.wanted = wanted


def following(state: State, wanted: State) -> State:
    """Give the state wanted, if the table allows it.

    Raises:
        JobStateError: It does not.

    >>> following(State.OPENED, State.PREFLIGHT).value
    'preflight'
    """
    if wanted not in TRANSITIONS[state]:
        raise JobStateError(state, wanted)
    return wanted
