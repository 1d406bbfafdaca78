"""What can get in the way of a verdict, other than the program: a closed list, each with a sentence elsewhere."""

from __future__ import annotations

from enum import Enum

from cobot_lab.findings import CobotLabError


class Trouble(str, Enum):
    """Why there is no verdict. Sentences stand in the messages, under `service.trouble`."""

    NOT_STARTED = "not_started"
    """The checker did not start."""
    FOLDER_UNSAFE = "folder_unsafe"
    """The runtime folder belongs to somebody else, or others may read it."""
    DISK_FULL = "disk_full"
    """There is no room left for a file."""
    LOST = "lost"
    """The checker went away or fell silent in the middle."""
    WORKER_LOST = "worker_lost"
    """The worker that had the job died."""
    TOO_SLOW = "too_slow"
    """The job took longer than its time limit and was stopped."""
    SUPERSEDED = "superseded"
    """The same client has asked anew."""
    CANCELLED = "cancelled"
    """Whoever asked has given up."""
    KERNEL_OLD = "kernel_old"
    """This kernel runs an older cobot_lab than the checker, and they no longer understand each other."""
    LESSON_UNUSABLE = "lesson_unusable"
    """The lesson or its cell cannot be read."""
    DEFECT = "defect"
    """The checker has a defect."""


class ServiceError(CobotLabError):
    """There is no verdict, for a reason that is not the program's.

    Attributes:
        trouble: Which one.
        detail: For whoever looks after the machine; never shown to a pupil as it is.
    """

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        self.trouble, self.detail = trouble, detail
        super().__init__(f"no verdict ({trouble.value}): {detail or 'no more is known'}; expected an answer")
