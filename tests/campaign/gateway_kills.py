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
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.aftermath import Gripper
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.findings import Report
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.gateway.gateway import Gateway
from cobot_lab.service.gateway.look import Look
from cobot_lab.service.gateway.looks import Looks, Seen
from cobot_lab.service.gateway.people import People
from cobot_lab.service.gateway.post import twin_post
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.service.gateway.roles import Role
from cobot_lab.trust import bundle as bundles
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.programs import review_programs
from cobot_lab.ui.terminal.seal import sealed_bytes
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.verify.source import check_source

PHRASE = "quatre mots sans suite"
POST = "twin:ur3e"
STANDARDS = standards()
WORDS = 8
"""How many words of a child are waited for at most before it is killed."""
LONGEST = 0.15
"""Longest time from the last of them to its end [s]."""
PATIENCE = 30.0


@dataclass
class Tally:
    """What was counted, and what must not have happened and did."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def made(folder: Path) -> Keyring:
    """Make the place."""
    ring, now = Keyring(folder), datetime.now(timezone.utc) - timedelta(hours=1)
    ring.set_up(PHRASE)
    ring.add("camille", "Camille", "referent", PHRASE, PHRASE, now)
    People(folder / "people.json").add("camille", Role.REFERENT, PHRASE, "camille")
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
    gateway = Gateway(
        ring, [twin_post("ur3e", float("inf"))], standards=lambda: STANDARDS, programs=review_programs, worlds=0
    )
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
    token = gateway.sign_in("camille", PHRASE, "here")
    for number in count(first):
        data = another(bundle, number)
        digest = Bundle.open(data)[1].subject
        say("ready")
        gateway.hand_in(token, data)
        say("handed", digest)
        gateway.send_back(token, digest, f"mot {number}")
        say("back", digest, number)
        gateway.approve(token, digest, POST, PHRASE)
        say("approved", digest)
        gateway.put_back(token, POST)
        gateway.prepare(token, digest, POST)
        gateway.enable(token, POST)
        gateway.run(token, POST)
        while not gateway.now(token, POST).record:
            time.sleep(0.002)
        say("played", digest, gateway.now(token, POST).record)


def _killed_after(words: int, delay: float, ring: Keyring, bundle: Bundle, first: int) -> list[list[str]]:
    """Let a child work until it has said so many words, kill it a little later, and give what it had said."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _child(ring, bundle, first, theirs)
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
    os.waitpid(child, 0)
    while data := os.read(ours, 1 << 16):
        said += data
    os.close(ours)
    *lines, _ = said.decode().split("\n")  # a word that was cut off was not heard
    return [line.split() for line in lines]


def campaign(kills: int, seed: int, folder: Path) -> Tally:
    """Kill so many times."""
    chance, tally = random.Random(seed), Tally()
    ring, bundle = made(folder / "home"), sealed()
    (ring.folder / "starts").touch()
    told: list[list[str]] = []
    for kill in range(kills):
        words, delay = chance.randrange(WORDS), chance.uniform(0.0, LONGEST)
        said = _killed_after(words, delay, ring, bundle, 1000 * kill)
        tally.counts["acknowledged"] += sum(word[0] != "ready" for word in said)
        told += said
        _look(kill, ring, told, tally)
    return tally


def _look(kill: int, ring: Keyring, told: list[list[str]], tally: Tally) -> None:
    """Start again, and look at what is there."""
    if ring.journal.verify().findings:
        tally.wrong.append(f"kill {kill}: the chain is broken")
        return
    with closing(opened(ring)) as gateway:
        tally.counts["closed at the next start"] += len(gateway.closed_now)
        token = gateway.sign_in("camille", PHRASE, "here")
        queue = {each.bundle: each for each in gateway.queue(token)}
        for kind, *facts in told:
            if kind != "ready":
                _kept(kill, gateway, token, queue, kind, facts, tally)
        if any(run.end is None for each in queue.values() for run in each.runs):
            tally.wrong.append(f"kill {kill}: a run has no end")
        if gateway.left_over(token, POST):
            tally.counts["asked about the gripper"] += 1
            gateway.answer(token, POST, Gripper.EMPTY)
    starts = Counter((ring.folder / "starts").read_text("ascii").split())
    consumed = {run.number for each in queue.values() for run in each.runs}
    if any(times > 1 for times in starts.values()) or not set(starts) <= consumed:
        tally.wrong.append(f"kill {kill}: an approval moved the arm twice, or unwritten")
    tally.counts["starts"], tally.counts["bundles"] = len(starts), len(queue)


def _kept(kill: int, gateway: Gateway, token: str, queue: dict, kind: str, facts: list[str], tally: Tally) -> None:
    each = queue.get(facts[0])
    try:
        kept = each is not None and gateway.bundle(token, facts[0]).digest == facts[0]
        if each is not None and kind == "back":
            kept = kept and each.word == f"mot {facts[1]}"
        elif each is not None and kind == "approved":
            kept = kept and len(each.given) == 1
        elif each is not None and kind == "played":
            kept = kept and gateway.record(token, facts[1]).digest == each.runs[0].record
    except GatewayError as problem:
        tally.wrong.append(f"kill {kill}: {kind} {facts}: {problem}")
        return
    if not kept:
        tally.wrong.append(f"kill {kill}: {kind} {facts} is gone")


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
