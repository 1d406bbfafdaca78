"""The closed list of what the gateway refuses."""

from __future__ import annotations

from enum import Enum

from cobot_lab.findings import CobotLabError


class Refusal(Enum):
    """Why something was not done. Each has a sentence for people."""

    NOT_SIGNED_IN = "not_signed_in"
    """No session, or one that was left alone too long."""
    NOT_ALLOWED = "not_allowed"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a name; also said of names that nobody has
    WAIT = "wait"  # detail: whole seconds
    NO_SUCH_PROGRAM = "no_such_program"
    NO_SUCH_ARM = "no_such_arm"
    TOO_MANY_WAITING = "too_many_waiting"  # detail: the limit
    NOT_LOOKED_AT = "not_looked_at"
    """The second look is not over."""
    LOOK_REFUSED = "look_refused"
    """The second look found something."""
    NO_KEY = "no_key"
    """The person has no key here, or it cannot approve."""
    KEY_CLOSED = "key_closed"
    """The passphrase does not open the key."""
    SPEED = "speed"
    NO_WORD = "no_word"
    """Sent back without saying why, or with too much."""
    NOT_APPROVED = "not_approved"
    """There is no approval left to run."""
    BUSY = "busy"
    NOT_PREPARED = "not_prepared"
    UNWRITTEN = "unwritten"  # detail: why
    """The end of the run before could not be written down yet."""
    ANOTHER_RUN = "another_run"
    """What is prepared now is not what was looked at."""
    ONE_AT_A_TIME = "one_at_a_time"
    """This person is sending a bundle already."""
    ARM_AWAY = "arm_away"  # detail: what the driver said
    PAUSED = "paused"  # detail: serial number of the arm
    """A program is paused on it: Play would have it go on."""
    NO_RECORD = "no_record"
    NAME_TAKEN = "name_taken"
    NAME_UNUSABLE = "name_unusable"
    PASSWORD_SHORT = "password_short"  # noqa: S105 - a name; detail: the least number of characters
    ANOTHER_GATEWAY = "another_gateway"


class GatewayError(CobotLabError):
    """The gateway did not do what it was asked.

    Attributes:
        refusal: Why.
        detail: A fact about it; may be empty.
    """

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        self.refusal, self.detail = refusal, detail
        super().__init__(f"gateway: {refusal.value}{': ' if detail else ''}{detail}")
