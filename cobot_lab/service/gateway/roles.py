"""Who may do what. The one table that every page, call and socket is checked against."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Role(str, Enum):
    """What somebody is here."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    REFERENT = "referent"


class Right(Enum):
    """What can be asked of the gateway."""

    HAND_IN = "hand_in"
    SEE_OWN = "see_own"
    """What became of one's own bundles."""
    SEE_QUEUE = "see_queue"
    """Everybody's bundles, and the second look at them."""
    SEND_BACK = "send_back"
    APPROVE = "approve"
    WATCH = "watch"
    """See an arm: its state, its readings, its picture."""
    STOP = "stop"
    DEPLOY = "deploy"
    """Prepare, enable and run."""
    READ_JOURNAL = "read_journal"
    EXPORT = "export"
    """Take the journal away, and end a visit."""


LOOKING = frozenset({Right.SEE_OWN, Right.SEE_QUEUE, Right.WATCH, Right.READ_JOURNAL})
"""Rights that a page uses by itself again and again, whether somebody sits there or not."""

_PUPIL = frozenset({Right.HAND_IN, Right.SEE_OWN})
_TEACHER = _PUPIL | {Right.SEE_QUEUE, Right.SEND_BACK, Right.WATCH, Right.STOP, Right.READ_JOURNAL}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {Role.PUPIL: _PUPIL, Role.TEACHER: _TEACHER, Role.REFERENT: frozenset(Right)}
)
"""Whoever stands at an arm may stop it; only a referent may make it move."""
