"""A gateway is killed again and again while people hand in, decide and run.

`python gateway_kills.py --kills 100` prints what was counted. After each kill, as at the next start: whatever somebody
was told was done is there, whole and readable; the chain holds; a run that was cut off is closed and asked about; no
approval ever moved the arm twice.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

from argon2 import PasswordHasher

from cobot_lab import stored
from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.aftermath import Gripper
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.findings import Report
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.gateway import people
from cobot_lab.service.gateway.gateway import Gateway
from cobot_lab.service.gateway.ledger import Standing
from cobot_lab.service.gateway.look import Look
from cobot_lab.service.gateway.looks import Looks, Seen
from cobot_lab.service.gateway.post import twin_post
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.service.gateway.roles import Role
from cobot_lab.trust import bundle as bundles
from cobot_lab.trust import key_file
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.key_file import Cost
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.programs import review_programs
from cobot_lab.ui.terminal.seal import sealed_bytes
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.verify.source import check_source

PACE = 20.0
"""Simulated seconds in one real second: a run takes long enough to be cut off."""
PHRASE = "quatre mots sans suite"
POST = "twin:ur3e"
PUPILS = ("lou", "noa")
"""Two who hand in the same, byte for byte."""
STANDARDS = standards()
NEWS = ("ready", "begun")
"""Words that nobody is told: how far the child is."""
WORDS = 9
"""How many words of a child are waited for at most before it is killed."""
LONGEST = 0.15
"""Longest time from the last of them to its end [s]."""
LIFE = 100
"""How many kills one place lives through. At every step its whole journal is read: the longer it is, the more of them
would hit a process that reads."""
LIGHT = Cost("argon2id", 64 << 10, 1, 1)
"""A guess of a passphrase is cheap here: a process that derives a key writes nothing, and kills would be lost on it."""
PATIENCE = 30.0


@dataclass
class Tally:
    """What was counted, and what must not have happened and did."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Killed:
    """A place whose gateway is killed, and what people there were told was done.

    Attributes:
        ring: Its keys and its journal.
        told: Every word, from the first kill on.
        starts: How often its arm was started.
        queued: How many there are in its queue.
    """

    ring: Keyring
    told: list[list[str]] = field(default_factory=list)
    starts: int = 0
    queued: int = 0
    _read: dict[str, tuple[Path, str]] = field(default_factory=dict)

    def whole(self, digest: str, read: Callable[[], str]) -> bool:
        """Tell whether a file can be read whole; a file that was, once its bytes are still those that were read."""
        if digest in self._read:
            file, before = self._read[digest]
            return file.exists() and stored.sha256(file.read_bytes()) == before
        try:
            good = read() == digest
        except GatewayError:
            return False
        places = (self.ring.folder / "bundles" / f"{digest}.cobotlab", *self.ring.records.glob(f"*-{digest[:12]}.json"))
        (file,) = filter(Path.exists, places)
        self._read[digest] = file, stored.sha256(file.read_bytes())
        return good


def made(folder: Path) -> Keyring:
    """Make the place."""
    key_file._available = lambda: LIGHT
    people._hasher = lambda: PasswordHasher(time_cost=LIGHT.passes, memory_cost=LIGHT.memory >> 10, parallelism=1)
    ring, now = Keyring(folder), datetime.now(timezone.utc) - timedelta(hours=1)
    ring.set_up(PHRASE)
    ring.add("camille", "Camille", "referent", PHRASE, PHRASE, now)
    known = people.People(folder / "people.json")
    known.add("camille", Role.REFERENT, PHRASE, "camille")
    for pupil in PUPILS:
        known.add(pupil, Role.PUPIL, PHRASE)
    return ring


def sealed() -> Bundle:
    """Seal the solution of lesson 01."""
    lesson = load_lesson("01")
    cell, source = load_cell(lesson.cell), (lesson.folder / "solution.py").read_bytes()
    data, _ = sealed_bytes(source, check_source(source, cell, lesson.task), cell, lesson.task)
    assert data is not None
    opened, _ = Bundle.open(data)
    assert opened is not None
    return opened


def another(bundle: Bundle, number: int) -> bytes:
    """Give the same program in another bundle."""
    files = {name: data for name, data in bundle.files.items() if name != "report.json"}
    data, _ = bundles.seal(files, bundle.report, bundle.versions, copy=number)
    assert data is not None
    return data


class Looked(Looks):
    """Second looks that are over, and found nothing."""

    def want(self, digest: str, _data: object) -> None:
        self._seen.setdefault(digest, Seen(Look(Report(digest, ("everything",)), ways=1)))


def opened(ring: Keyring) -> Gateway:
    """Open the gateway; second looks are not what is killed here."""
    gateway = Gateway(ring, [twin_post("ur3e", PACE)], standards=lambda: STANDARDS, programs=review_programs, worlds=0)
    gateway._looks = gateway._desk.looks = Looked(lambda: STANDARDS, review_programs, 0)
    return gateway


class Noted(TwinDriver):
    """A twin whose every start goes to a file, with the entry of the journal that it follows, before it moves."""

    ring: Keyring

    def start(self) -> None:
        number = next(e.body["number"] for e in reversed(self.ring.journal.entries()) if e.kind == "running")
        with (self.ring.folder / "starts").open("a", encoding="ascii") as file:
            file.write(f"{number}\n")
        super().start()


def _child(ring: Keyring, bundle: Bundle, first: int, pipe: int) -> None:
    """Do what people do at a gateway, and say on a pipe what they were told was done."""

    def say(*words: object) -> None:
        os.write(pipe, (" ".join(map(str, words)) + "\n").encode())

    Noted.ring = ring
    sys.modules["cobot_lab.service.gateway.post"].TwinDriver = Noted  # type: ignore[attr-defined]
    gateway = opened(ring)
    token, *pupils = (gateway.sign_in(name, PHRASE, "here") for name in ("camille", *PUPILS))
    for each in gateway.queue(token):  # what was cut off undecided would fill the pupils' share of the queue
        if each.standing(gateway.wall()) is Standing.WAITING:
            gateway.send_back(token, each.seq, "mot de la fin")
    for number in count(first):
        data = another(bundle, number)
        digest = Bundle.open(data)[1].subject
        say("ready")
        seqs = []
        for pupil in pupils:
            gateway.hand_in(pupil, data)
            seqs.append(gateway.own(pupil)[-1].seq)
            say("handed", seqs[-1], digest)
        for seq in seqs:  # in turn another one's is approved, and stays the last that is decided
            gateway.send_back(token, seq, f"mot {number}")
            say("back", seq, digest, number)
        seq = seqs[number % len(seqs)]
        gateway.approve(token, seq, POST, PHRASE)
        say("approved", seq, digest)
        gateway.put_back(token, POST)
        gateway.prepare(token, seq, POST)
        gateway.enable(token, POST)
        gateway.run(token, POST)
        say("begun")
        while not gateway.now(token, POST).record:
            time.sleep(0.002)
        say("played", seq, digest, gateway.now(token, POST).record)


def _killed_after(words: int, delay: float, ring: Keyring, bundle: Bundle, first: int) -> list[list[str]]:
    """Let a child work until it has said so many words, kill it a little later, and give what it had said."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _child(ring, bundle, first, theirs)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(theirs)
    said = b""
    while said.count(b"\n") <= words and select.select([ours], [], [], PATIENCE)[0]:
        data = os.read(ours, 1 << 16)
        if not data:
            break
        said += data
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "a child ended by itself: nothing was killed"
    while data := os.read(ours, 1 << 16):
        said += data
    os.close(ours)
    *lines, _ = said.decode().split("\n")  # a word that was cut off was not heard
    return [line.split() for line in lines]


def campaign(kills: int, seed: int, folder: Path) -> Tally:
    """Kill so many times."""
    chance, tally, bundle = random.Random(seed), Tally(), sealed()
    for kill in range(kills):
        if kill % LIFE == 0:
            place = Killed(made(folder / f"home {kill}"))
            (place.ring.folder / "starts").touch()
        words, delay = chance.randrange(WORDS), chance.uniform(0.0, LONGEST)
        said = _killed_after(words, delay, place.ring, bundle, 1000 * kill)
        tally.counts["acknowledged"] += sum(word[0] not in NEWS for word in said)
        place.told += said
        _look(kill, place, tally)
        _progress(kill + 1, tally)
    return tally


def _progress(done: int, tally: Tally) -> None:
    """Say how far it is, so that a campaign that is broken off has told what it had counted."""
    if done % 25 == 0:
        counts = ", ".join(f"{name} {number}" for name, number in sorted(tally.counts.items()))
        print(f"# {done} kills: {counts}; must not be {len(tally.wrong)}", flush=True)


def _look(kill: int, place: Killed, tally: Tally) -> None:
    """Start again, and look at what is there."""
    ring = place.ring
    if ring.journal.verify().findings:
        tally.wrong.append(f"kill {kill}: the chain is broken")
        return
    with closing(opened(ring)) as gateway:
        tally.counts["closed at the next start"] += len(gateway.closed_now)
        token = gateway.sign_in("camille", PHRASE, "here")
        queue = {str(each.seq): each for each in gateway.queue(token)}
        for kind, *facts in place.told:
            if kind not in NEWS and not _kept(gateway, token, queue, kind, facts, place):
                tally.wrong.append(f"kill {kill}: {kind} {facts} is gone")
        if any(run.end is None for each in queue.values() for run in each.runs):
            tally.wrong.append(f"kill {kill}: a run has no end")
        if gateway.left_over(token, POST):
            tally.counts["asked about the gripper"] += 1
            gateway.answer(token, POST, Gripper.EMPTY)
    starts = Counter((ring.folder / "starts").read_text("ascii").split())
    consumed = {run.number for each in queue.values() for run in each.runs}
    if any(times > 1 for times in starts.values()) or not set(starts) <= consumed:
        tally.wrong.append(f"kill {kill}: an approval moved the arm twice, or unwritten")
    tally.counts["starts"] += len(starts) - place.starts
    tally.counts["handed in"] += len(queue) - place.queued
    place.starts, place.queued = len(starts), len(queue)


def _kept(gateway: Gateway, token: str, queue: dict, kind: str, facts: list[str], place: Killed) -> bool:
    """Tell whether what somebody was told was done is there, in the queue and on the disk."""
    seq, digest, *more = facts
    each = queue.get(seq)
    if each is None or each.bundle != digest:
        return False
    if not place.whole(digest, lambda: gateway.bundle(token, digest).digest):
        return False
    if kind == "back":
        return each.word == f"mot {more[0]}"
    if kind == "approved":
        return len(each.given) == 1
    if kind == "played":
        same = [run.record for run in each.runs] == more
        return same and place.whole(more[0], lambda: gateway.record(token, more[0]).digest)
    return True


def main() -> None:
    """Run it from the command line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = campaign(given.kills, given.seed, Path(folder))
    print(f"kills: {given.kills}, seed {given.seed}")
    for name, number in sorted(tally.counts.items()):
        print(f"  {name:28} {number}")
    print(f"  {'must not be':28} {len(tally.wrong)}")
    print("\n".join(tally.wrong))
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
