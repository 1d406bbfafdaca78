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
"""The longest that one has to wait [s], so that whoever shares a computer with a guesser gets in within a lesson."""
FORGOTTEN = 15 * 60.0
"""When a wrong try no longer counts [s]: the typing errors of a morning at a shared computer are no guessing."""
MOST_OF_ONE = 10
"""How many sessions one person may have open: signing in again and again ends their own, nobody else's."""
_MOST = 1000
_REMEMBERED = 15  # more tries than it takes to wait the longest


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
        """Sign somebody in and give the token; the oldest of more than `MOST_OF_ONE` sessions of theirs ends."""
        token, now = secrets.token_urlsafe(32), self.seconds()
        with self._turn:
            self._open = {digest: each for digest, each in self._open.items() if self._alive(each, now)}
            own = [digest for digest, each in self._open.items() if each.name == name]  # as opened, oldest first
            for digest in own[: max(0, len(own) + 1 - MOST_OF_ONE)]:
                self._open.pop(digest)
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

    Counted are the address, and the name at that address. A name is not counted across addresses: whoever guesses at
    it from one computer would keep its owner out at every other.

    Attributes:
        seconds: A clock that never jumps [s].
    """

    seconds: Callable[[], float]
    _tries: dict[tuple[str, ...], tuple[float, ...]] = field(default_factory=dict)  # instants of wrong ones [s]
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, name: str, address: str) -> float:
        """Ask to try, and count the try in the same moment: tries made at once must not all find the way open.

        Args:
            name: As typed.
            address: Where it comes from.

        Returns:
            0 when there may be a try now, which is counted as a wrong one until `right` takes it back; otherwise how
            long to wait [s], and nothing is counted.
        """
        with self._turn:
            counted, now = _counted(name, address), self.seconds()
            wait = max(self._left(each, now) for each in counted)
            if wait > 0:
                return wait
            for each in counted:
                self._tries[each] = (*self._tries.pop(each, ())[-_REMEMBERED:], now)
            while len(self._tries) > _MOST:
                self._tries.pop(next(iter(self._tries)))
            return 0.0

    def right(self, name: str, address: str) -> None:
        """Take a try back that was right: the name's count there ends, and the address loses this one only.

        An address that forgot everything would let a guesser begin anew with each sign-in under the own name.
        """
        with self._turn:
            own, there = _counted(name, address)
            self._tries.pop(own, None)
            self._tries[there] = self._tries.get(there, ())[:-1]

    def _left(self, each: tuple[str, ...], now: float) -> float:
        tries = [at for at in self._tries.get(each, ()) if now - at < FORGOTTEN]
        if len(tries) < FREE_TRIES:
            return 0.0
        wait = min(2.0 ** (len(tries) - FREE_TRIES), LONGEST_WAIT)
        return max(0.0, tries[-1] + wait - now)


def _counted(name: str, address: str) -> tuple[tuple[str, ...], ...]:
    return (name[:100], address), (address,)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
