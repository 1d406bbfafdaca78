"""Who is signed in, and how often somebody may try to be."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

IDLE = 30 * 60.0
"""How long a session may be left alone [s]."""
LONGEST = 12 * 3600.0
"""How long a session may last [s]."""
FREE_TRIES = 5
"""Wrong passwords before one has to wait."""
LONGEST_WAIT = 60.0
"""The longest that one has to wait [s]: pupils must not be able to keep their referent out for a lesson."""
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in.

    Attributes:
        name: Who.
        csrf: What a page has to send along with everything that changes something.
        opened: When they signed in [s].
        seen: When they last asked for something [s].
    """

    name: str
    csrf: str
    opened: float
    seen: float


@dataclass(slots=True)
class Sessions:
    """The sessions that are open. Tokens are known to browsers only: here are their digests.

    Attributes:
        seconds: A clock that never jumps [s].
    """

    seconds: Callable[[], float]
    _open: dict[str, Session] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def open(self, name: str) -> str:
        """Sign somebody in and give the token."""
        token, now = secrets.token_urlsafe(32), self.seconds()
        with self._turn:
            self._open = {digest: each for digest, each in self._open.items() if self._alive(each, now)}
            while len(self._open) >= _MOST:
                self._open.pop(next(iter(self._open)))
            self._open[_digest(token)] = Session(name, secrets.token_urlsafe(32), now, now)
        return token

    def of(self, token: str, *, used: bool = True) -> Session | None:
        """Give the session of a token; nothing when there is none, or none any more.

        Args:
            token: As the browser has it.
            used: Whether this shows that somebody is there: a page that refreshes itself shows nothing.
        """
        with self._turn:
            session, now = self._open.get(_digest(token)), self.seconds()
            if session is None or not self._alive(session, now):
                self._open.pop(_digest(token), None)
                return None
            if used:
                self._open[_digest(token)] = replace(session, seen=now)
            return session

    def close(self, token: str) -> None:
        """Sign out; without effect when nobody is signed in."""
        with self._turn:
            self._open.pop(_digest(token), None)

    def _alive(self, session: Session, now: float) -> bool:
        return now - session.seen < IDLE and now - session.opened < LONGEST


@dataclass(slots=True)
class Throttle:
    """Slows down whoever guesses: after `FREE_TRIES` wrong tries each next one has to wait twice as long.

    Attributes:
        seconds: A clock that never jumps [s].
    """

    seconds: Callable[[], float]
    _tries: dict[str, tuple[int, float]] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, *who: str) -> float:
        """Give how long to wait before the next try [s]; 0 when there may be one now.

        Args:
            *who: What is counted: the name, the address.
        """
        with self._turn:
            return max(self._left(each) for each in who)

    def wrong(self, *who: str) -> None:
        """Count a wrong try."""
        with self._turn:
            for each in who:
                count, _ = self._tries.pop(each, (0, 0.0))
                self._tries[each] = count + 1, self.seconds()
            while len(self._tries) > _MOST:
                self._tries.pop(next(iter(self._tries)))

    def right(self, *who: str) -> None:
        """Forget the wrong tries."""
        with self._turn:
            for each in who:
                self._tries.pop(each, None)

    def _left(self, each: str) -> float:
        count, last = self._tries.get(each, (0, 0.0))
        if count < FREE_TRIES:
            return 0.0
        wait = min(2.0 ** (count - FREE_TRIES), LONGEST_WAIT)
        return max(0.0, last + wait - self.seconds())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
