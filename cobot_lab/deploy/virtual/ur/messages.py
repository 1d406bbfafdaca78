"""What a controller says to clients of its primary interface, apart from its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TextMessage:
    """What a program wrote with `textmsg`."""

    text: str


@dataclass(frozen=True, slots=True)
class PopupMessage:
    """What a program shows on the pendant."""

    title: str
    text: str
    warning: bool = False
    error: bool = False
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class KeyMessage:
    """A program has started (`PROGRAM_XXX_STARTED`) or stopped (`PROGRAM_XXX_STOPPED`)."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ExceptionMessage:
    """A program did not compile, or did what it may not; `line` from 1, 0 when unknown."""

    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class SafetyMessage:
    """The safety mode has changed, to its number."""

    mode: int


Message: TypeAlias = TextMessage | PopupMessage | KeyMessage | ExceptionMessage | SafetyMessage
