"""The gateway's front: everything that people can ask of it, each call checked against who asks.

Whoever calls hands over the token of a session, never a role: what that person may do is looked up each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from filelock import FileLock, Timeout

from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.deploy import aftermath
from cobot_lab.deploy.aftermath import Gripper
from cobot_lab.deploy.clock import Times
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Report
from cobot_lab.service.gateway.calibrations import standards_at
from cobot_lab.service.gateway.desk import Desk, Taken
from cobot_lab.service.gateway.ledger import VISIT_ENDED, Submission
from cobot_lab.service.gateway.looks import Looks, Seen
from cobot_lab.service.gateway.people import People, Person
from cobot_lab.service.gateway.post import Post
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.roles import LOOKING, RIGHTS, Right
from cobot_lab.service.gateway.second_look import Programs
from cobot_lab.service.gateway.sessions import Session, Sessions, Throttle
from cobot_lab.service.gateway.shelf import Shelf
from cobot_lab.service.gateway.stand import Now, Stand
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.head_words import head_words
from cobot_lab.trust.journal_data import Entry, text_of
from cobot_lab.trust.keyring import Keyring


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is signed in, as of now.

    Attributes:
        person: Who, and in which role today.
        session: Their session.
    """

    person: Person
    session: Session

    def may(self, right: Right) -> bool:
        """Tell whether they may."""
        return right in RIGHTS[self.person.role]


class Gateway:
    """One place's gateway.

    Attributes:
        posts: Its arms, in the order given.
        closed_now: Runs that a dead process had left open, closed at this start.
    """

    def __init__(
        self,
        ring: Keyring,
        posts: Sequence[Post],
        *,
        standards: Callable[[], Standards],
        programs: Programs,
        times: Times | None = None,
        worlds: int = 20,
    ) -> None:
        """Take hold of a folder of keys, and close what a dead process left open.

        Args:
            ring: The folder of keys, set up already.
            posts: The arms.
            standards: What a bundle has to come up to here, where no table was measured.
            programs: See `second_look.Programs`.
            times: The computer's clocks, unless given.
            worlds: How many slightly different cells a second look tries.

        Raises:
            GatewayError: Another gateway holds this folder.
            JournalError: The journal cannot be used.
            OSError: The folder cannot be written.
        """
        self._lock = FileLock(ring.folder / "gateway.lock", timeout=0, mode=0o600, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout as problem:
            raise GatewayError(Refusal.ANOTHER_GATEWAY, str(ring.folder)) from problem
        self.posts = tuple(posts)
        times = times or Times()
        self._ring, self._people = ring, People(ring.folder / "people.json")
        self._sessions, self._throttle = Sessions(times.seconds), Throttle(times.seconds)
        self._shelf = Shelf(ring.folder / "bundles", ring.records)
        self._shelf.set_up()
        self.closed_now = aftermath.reconcile(ring.journal)
        self._usual = standards
        self._looks = Looks(lambda: self._standards(None), programs, worlds)
        self._desk = Desk(ring, self._shelf, self._looks, self._standards, times.wall)
        self.wall = times.wall
        self._stands = {
            post.name: Stand(post, ring, partial(self._standards, post), times, self._shelf.keep) for post in self.posts
        }

    # ------------------------------------------------------------------ who

    def sign_in(self, name: str, password: str, address: str) -> str:
        """Sign somebody in and give the token of their session.

        Args:
            name: As typed.
            password: As typed.
            address: Where it comes from.

        Raises:
            GatewayError: It is not their password, or they have to wait.
        """
        wait = self._throttle.enter(name, address)
        if wait > 0:
            raise GatewayError(Refusal.WAIT, str(int(wait) + 1))
        person = self._people.recognise(name, password)
        if person is None:
            raise GatewayError(Refusal.WRONG_PASSWORD)
        self._throttle.right(name, address)
        return self._sessions.open(person.name)

    def sign_out(self, token: str) -> None:
        """Close a session; harmless twice."""
        self._sessions.close(token)

    def known(self, token: str, *, used: bool = True) -> Known:
        """Give who is signed in.

        Args:
            token: Of their session.
            used: Whether this shows that somebody is there, which keeps the session open.

        Raises:
            GatewayError: Nobody, or somebody who may come here no more.
        """
        session = self._sessions.of(token, used=used)
        person = None if session is None else self._people.find(session.name)
        if session is None or person is None:
            raise GatewayError(Refusal.NOT_SIGNED_IN)
        return Known(person, session)

    # ------------------------------------------------------------------ the queue

    def hand_in(self, token: str, data: bytes) -> Taken:
        """Take a bundle in; see `Desk.hand_in`."""
        return self._desk.hand_in(self._may(token, Right.HAND_IN).name, data)

    def own(self, token: str) -> tuple[Submission, ...]:
        """Give what became of one's own bundles."""
        person = self._may(token, Right.SEE_OWN)
        return tuple(each for each in self._desk.queue() if each.who == person.name)

    def queue(self, token: str) -> tuple[Submission, ...]:
        """Give everything that was handed in, oldest first."""
        self._may(token, Right.SEE_QUEUE)
        return self._desk.queue()

    def submission(self, token: str, seq: int) -> Submission:
        """Give what is known of something that was handed in; see `Desk.submission`."""
        self._may(token, Right.SEE_QUEUE)
        return self._desk.submission(seq)

    def same(self, token: str, seq: int) -> tuple[Submission, ...]:
        """Give what others handed in that is the same bundle, byte for byte."""
        self._may(token, Right.SEE_QUEUE)
        digest = self._desk.submission(seq).bundle
        return tuple(each for each in self._desk.queue() if each.bundle == digest and each.seq != seq)

    def approved_before(self, token: str, seq: int) -> Bundle | None:
        """Give the program of the same lesson that was approved last, of those of others; nothing without one."""
        self._may(token, Right.SEE_QUEUE)
        lesson = self._desk.submission(seq).lesson
        others = [each for each in self._desk.queue() if each.lesson == lesson and each.seq != seq and each.given]
        latest = max(others, key=lambda each: each.given[-1].seq, default=None)
        return None if latest is None else self._shelf.bundle(latest.bundle)

    def bundle(self, token: str, digest: str) -> Bundle:
        """Give a bundle; see `Shelf.bundle`."""
        self._may(token, Right.SEE_QUEUE)
        return self._shelf.bundle(digest)

    def seen(self, token: str, digest: str) -> Seen:
        """Give what is known from the second look at a bundle, which is begun when there is none."""
        self._may(token, Right.SEE_QUEUE)
        if all(each.bundle != digest for each in self._desk.queue()):
            raise GatewayError(Refusal.NO_SUCH_PROGRAM, digest[:16])
        self._desk.look(digest)
        return self._looks.of(digest)

    def glanced(self, token: str, digest: str) -> Seen:
        """Give what is known from the second look at a bundle so far, and begin none."""
        self._may(token, Right.SEE_QUEUE)
        return self._looks.of(digest)

    def approve(self, token: str, seq: int, post: str, passphrase: str, speed_pct: int = 100) -> None:
        """Approve what was handed in for an arm; see `Desk.approve`."""
        person = self._may(token, Right.APPROVE)
        self._desk.approve(person, seq, self._stand(post).post, passphrase, speed_pct)

    def send_back(self, token: str, seq: int, word: str) -> None:
        """Send what was handed in back; see `Desk.send_back`."""
        self._desk.send_back(self._may(token, Right.SEND_BACK), seq, word)

    # ------------------------------------------------------------------ the arms

    def prepare(self, token: str, seq: int, post: str) -> Report:
        """Bring what was handed in to an arm, with the latest of its own approvals; see `Stand.prepare`."""
        self._may(token, Right.DEPLOY)
        stand = self._stand(post)
        submission = self._desk.submission(seq)
        given = [each for each in submission.usable(self.wall()) if each.robot == stand.post.serial]
        if not given:
            raise GatewayError(Refusal.NOT_APPROVED, stand.post.serial)
        data, bundle = self._shelf.whole(submission.bundle)
        return stand.prepare(submission, data, given[-1].envelope, cell_of(bundle))

    def enable(self, token: str, post: str, number: str | None = None) -> None:
        """Say yes to the prepared run; see `Stand.enable`."""
        person = self._may(token, Right.DEPLOY)
        self._stand(post).enable(person.name, number)

    def run(self, token: str, post: str, number: str | None = None) -> None:
        """Run what was enabled; see `Stand.run`."""
        self._may(token, Right.DEPLOY)
        self._stand(post).run(number)

    def stop(self, token: str, post: str) -> None:
        """Stop an arm; see `Stand.stop`."""
        person = self._may(token, Right.STOP)
        self._stand(post).stop(f"stopped by {person.name}")

    def drop(self, token: str, post: str) -> None:
        """Give up what was prepared; see `Stand.drop`."""
        self._may(token, Right.DEPLOY)
        self._stand(post).drop()

    def put_back(self, token: str, post: str) -> None:
        """Set a virtual arm back to rest; see `Stand.put_back`."""
        self._may(token, Right.DEPLOY)
        self._stand(post).put_back()

    def answer(self, token: str, post: str, gripper: Gripper) -> None:
        """Say what the gripper holds after a run that did not end as planned; see `Stand.answer`."""
        person = self._may(token, Right.DEPLOY)
        self._stand(post).answer(person.name, gripper)

    def now(self, token: str, post: str) -> Now:
        """Give what there is to see at an arm. Whoever watches a run stays signed in: they may have to stop it."""
        self._may(token, Right.WATCH)
        stand = self._stand(post)
        if stand.busy:
            self.known(token)
        return stand.now

    def left_over(self, token: str, post: str) -> tuple[aftermath.Run, ...]:
        """Give the runs of an arm that ended, and after which nobody looked at its gripper yet."""
        self._may(token, Right.WATCH)
        serial = self._stand(post).post.serial
        return tuple(
            run for run in aftermath.runs(self._desk.entries()) if run.robot == serial and run.end and run.unresolved
        )

    def trail(self, token: str, post: str) -> tuple[tuple[float, ...], ...]:
        """Give the latest run of an arm, look by look; see `Stand.trail`."""
        self._may(token, Right.WATCH)
        return self._stand(post).trail()

    def record(self, token: str, digest: str) -> RunRecord:
        """Give the record of a run; see `Shelf.record`."""
        self._may(token, Right.WATCH)
        return self._shelf.record(digest)

    # ------------------------------------------------------------------ the journal

    def entries(self, token: str) -> tuple[Entry, ...]:
        """Give the journal's entries."""
        self._may(token, Right.READ_JOURNAL)
        return self._desk.entries()

    def verify(self, token: str, head: str | None = None) -> Report:
        """Check the journal's chain; see `Journal.verify`."""
        self._may(token, Right.READ_JOURNAL)
        return self._ring.journal.verify(head)

    def head_words(self, token: str) -> str:
        """Give the journal's head as words to note on paper."""
        self._may(token, Right.READ_JOURNAL)
        return head_words(self._desk.entries()[-1].sha256)

    def end_visit(self, token: str) -> str:
        """Write that a visit is over, and give the head as words to note on paper."""
        person = self._may(token, Right.EXPORT)
        self._ring.journal.append(VISIT_ENDED, {"by": person.name})
        return self._ring.journal.head_words()

    def export(self, token: str) -> bytes:
        """Give the journal as lines of JSON, one for each entry, with everything that its digest is taken over."""
        self._may(token, Right.EXPORT)
        return b"".join(_line(entry) for entry in self._ring.journal.entries())

    def halt(self, reason: str) -> None:
        """Stop every arm: the process is asked to end."""
        for stand in self._stands.values():
            stand.stop(reason)

    def close(self) -> None:
        """Stop every arm and process, and let the folder go."""
        for stand in self._stands.values():
            stand.close()
        self._looks.stop()
        self._lock.release()

    def _standards(self, post: Post | None) -> Standards:
        """Give what a bundle has to come up to at an arm, by the calibrations in force now."""
        serial = post.serial if post is not None and post.mode is Mode.REAL else None
        return standards_at(self._usual(), self._desk.entries(), self._ring.trusted(), serial)

    def _may(self, token: str, right: Right) -> Person:
        known = self.known(token, used=right not in LOOKING)
        if not known.may(right):
            raise GatewayError(Refusal.NOT_ALLOWED, right.value)
        return known.person

    def _stand(self, post: str) -> Stand:
        stand = self._stands.get(post)
        if stand is None:
            raise GatewayError(Refusal.NO_SUCH_ARM, post[:60])
        return stand


def _line(entry: Entry) -> bytes:
    text = text_of(entry.kind, entry.at, entry.number, entry.body).decode()
    return stored.canonical({"seq": entry.seq, "prev": entry.prev, "text": text, "sha256": entry.sha256}) + b"\n"


def cell_of(bundle: Bundle) -> Cell:
    """Give the cell of a bundle from its own files.

    Raises:
        DescriptionError: They cannot be used.
    """
    return cell_from_files(bundle.cell_files)
