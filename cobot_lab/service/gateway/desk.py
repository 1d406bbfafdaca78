"""Handing in, approving and sending back: what makes the queue change, each one entry of the journal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cobot_lab.deploy.gate import cell_digest
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Report
from cobot_lab.service.gateway.ledger import (
    APPROVED,
    HANDED_IN,
    SENT_BACK,
    SUBMISSION,
    Standing,
    Submission,
    submissions,
)
from cobot_lab.service.gateway.looks import Looks
from cobot_lab.service.gateway.people import Person
from cobot_lab.service.gateway.post import Post
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.second_look import lesson_of
from cobot_lab.service.gateway.shelf import Shelf
from cobot_lab.trust import instants
from cobot_lab.trust.approval import REFERENT, approve, new_number
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.journal_data import Entry
from cobot_lab.trust.key_file import KeyFileError, read_key
from cobot_lab.trust.keyring import Keyring, KeyringError
from cobot_lab.trust.keys import SigningKey

MOST_WAITING = 20
"""How many bundles of one person may wait for a decision."""
LONGEST_WORD = 500
"""Characters of what a bundle is sent back with."""
WINDOW = timedelta(hours=2)
"""How long an approval given here holds: a lesson."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a bundle that somebody hands in.

    Attributes:
        report: What stands in its way; without a refusal it is in the queue, and on the disk.
        again: Whether this person had handed it in before, so that nothing changed.
    """

    report: Report
    again: bool = False


@dataclass(slots=True)
class Desk:
    """The desk where bundles come in and decisions go out.

    Attributes:
        ring: Keys and journal.
        shelf: Where bundles lie.
        looks: The second looks.
        standards: What bundles have to come up to at an arm; at any of them when none is named.
        wall: The wall clock; aware.
    """

    ring: Keyring
    shelf: Shelf
    looks: Looks
    standards: Callable[[Post | None], Standards]
    wall: Callable[[], datetime]
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _read: tuple[object, tuple[Entry, ...], tuple[Submission, ...]] = (None, (), ())

    def entries(self) -> tuple[Entry, ...]:
        """Give the journal's entries; read anew when its files changed.

        Raises:
            JournalError: The journal cannot be read, or its chain is broken.
        """
        return self._known()[1]

    def queue(self) -> tuple[Submission, ...]:
        """Give everything that was handed in, oldest first."""
        return self._known()[2]

    def submission(self, seq: int) -> Submission:
        """Give what is known of something that was handed in.

        Args:
            seq: Number of the entry that says so.

        Raises:
            GatewayError: It was not handed in.
        """
        for each in self.queue():
            if each.seq == seq:
                return each
        raise GatewayError(Refusal.NO_SUCH_PROGRAM, str(seq)[:16])

    def hand_in(self, who: str, data: bytes) -> Taken:
        """Take a bundle in. What others handed in is not looked at: two may have written the same program.

        Args:
            who: Whoever hands it in.
            data: Its bytes.

        Returns:
            What stands in its way. Handing in one's own again changes nothing, unless it was sent back: then it waits
            again.

        Raises:
            GatewayError: Too many of this person's wait.
            OSError: It cannot be kept.
            JournalError: The journal cannot be written.
        """
        opened, report = Bundle.open(data)
        if opened is None:
            return Taken(report)
        objections = tuple(self.standards(None).objections(opened, cell_digest(opened)))
        report = report.joined(Report(findings=objections))
        if objections:
            return Taken(report)
        with self._turn:
            queue, now = self.queue(), self.wall()
            same = next((each for each in queue if (each.bundle, each.who) == (opened.digest, who)), None)
            if same is not None and not same.back:
                return Taken(report, again=True)
            if sum(each.who == who and each.standing(now) is Standing.WAITING for each in queue) >= MOST_WAITING:
                raise GatewayError(Refusal.TOO_MANY_WAITING, str(MOST_WAITING))
            self.shelf.put(opened.digest, data)
            facts = {"bundle": opened.digest, "who": who, "lesson": lesson_of(opened)}
            self.ring.journal.append(HANDED_IN, facts)
        self.look(opened.digest)
        return Taken(report)

    def look(self, digest: str) -> None:
        """Have a bundle looked at, unless it was or will be."""
        self.looks.want(digest, lambda: self.shelf.data(digest))

    def approve(self, person: Person, seq: int, post: Post, passphrase: str, speed_pct: int = 100) -> None:
        """Approve what somebody handed in, for one run on an arm.

        Args:
            person: Whoever approves.
            seq: See `submission`.
            post: The arm.
            passphrase: Opens the person's key.
            speed_pct: The part of the planned speed that is allowed, 1 to 100 %.

        Raises:
            GatewayError: The second look is not over or found something, or the person's key cannot do it.
            JournalError: The journal cannot be written.
        """
        digest = self.submission(seq).bundle
        if not 1 <= speed_pct <= 100:
            raise GatewayError(Refusal.SPEED, str(speed_pct))
        look = self.looks.of(digest).look
        if look is None:
            raise GatewayError(Refusal.NOT_LOOKED_AT)
        if not look.passed:
            raise GatewayError(Refusal.LOOK_REFUSED, ", ".join(look.report.codes))
        bundle = self.shelf.bundle(digest)
        objections = tuple(self.standards(post).objections(bundle, cell_digest(bundle)))
        if objections:  # it was made for the cell as it stood before the table was measured
            raise GatewayError(Refusal.LOOK_REFUSED, ", ".join(found.code.value for found in objections))
        key = self._key(person, passphrase)
        start, number = self.wall(), new_number()
        until = start + WINDOW
        envelope = approve(
            bundle.digest,
            key,
            role=REFERENT,
            robot_serial=post.serial,
            mode=post.mode,
            not_before=start,
            not_after=until,
            number=number,
            speed_pct=speed_pct,
        )
        facts = {
            "bundle": digest,
            SUBMISSION: seq,
            "key": key.key_id,
            "robot": post.serial,
            "mode": post.mode.value,
            "by": person.name,
            "number": number,
            "until": instants.text(until),
            "speed_pct": speed_pct,
            "envelope": envelope.decode(),
        }
        with self._turn:
            self.ring.journal.append(APPROVED, facts)

    def send_back(self, person: Person, seq: int, word: str) -> None:
        """Send what somebody handed in back with a word; approvals that were given stay what they are.

        Raises:
            GatewayError: There is no such thing, or no word.
            JournalError: The journal cannot be written.
        """
        digest = self.submission(seq).bundle
        word = word.strip()
        if not 0 < len(word) <= LONGEST_WORD or not all(letter.isprintable() or letter == "\n" for letter in word):
            raise GatewayError(Refusal.NO_WORD, str(LONGEST_WORD))
        with self._turn:
            facts = {"bundle": digest, SUBMISSION: seq, "who": person.name, "word": word}
            self.ring.journal.append(SENT_BACK, facts)

    def _key(self, person: Person, passphrase: str) -> SigningKey:
        """Open a person's key, and see that it can approve here: better now than at the gate."""
        if not person.key:
            raise GatewayError(Refusal.NO_KEY)
        try:
            key = read_key(self.ring.key_file(person.key), passphrase)
        except (KeyFileError, KeyringError) as problem:
            raise GatewayError(Refusal.KEY_CLOSED) from problem
        known = self.ring.trusted().find(key.key_id)
        if known is None or known.revoked or REFERENT not in known.roles:
            raise GatewayError(Refusal.NO_KEY)
        return key

    def _known(self) -> tuple[object, tuple[Entry, ...], tuple[Submission, ...]]:
        mark = self._mark()
        if self._read[0] != mark:
            entries = self.ring.journal.entries()
            self._read = mark, entries, submissions(entries)
        return self._read

    def _mark(self) -> tuple[tuple[int, int], ...]:
        """Tell the files of the journal from what they were: any writer, this process or another, changes them."""
        path = self.ring.journal.path
        files = (path, path.with_name(path.name + "-wal"))
        found = (file.stat() if file.exists() else None for file in files)
        return tuple((0, 0) if each is None else (each.st_mtime_ns, each.st_size) for each in found)
