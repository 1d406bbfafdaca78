"""A process that holds the keys is killed again and again, in the middle of what it writes and of what it runs.

`python kills.py --kills 500` prints what was counted. After each kill, as at the next start: the chain is whole, every
entry that was acknowledged is in it, the run that was cut off is closed once, and no approval ever moved the arm twice.
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
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from arm.place import STANDARDS, Place, plan_for

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.aftermath import Gripper, answer, reconcile, runs, unresolved
from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.journal import Journal

SERIAL = "TWIN-ur3e"
PLAN = plan_for("ur3e")
WORDS = 12
"""How many words of a child are waited for at most before it is killed."""
LONGEST = 0.03
"""Longest time from the last of them to its end [s]."""
PATIENCE = 30.0
"""How long a word is waited for [s]."""


class Spoken(Journal):
    """A journal that says on a pipe what it has written, once it has."""

    def append(self, kind, body):
        entry = super().append(kind, body)
        os.write(PIPE[1], f"{entry.seq} {entry.sha256} {kind}\n".encode())
        return entry

    def consume(self, number, body):
        entry = super().consume(number, body)
        if entry is not None:
            os.write(PIPE[1], f"{entry.seq} {entry.sha256} consumed\n".encode())
        return entry


PIPE = (0, 0)


class Noted(TwinDriver):
    """A twin whose every start goes to a file of its own, before it moves."""

    starts: Path
    number = ""

    def start(self) -> None:
        with self.starts.open("a", encoding="ascii") as file:
            file.write(f"{self.number}\n")
        super().start()


def place_in(folder: Path) -> Place:
    """Make the place whose process is killed."""
    return Place(folder, PLAN, {}, SERIAL, Mode.SIMULATED)


@dataclass
class Tally:
    """What was counted, and what must not have happened and did."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def _child(place: Place, approvals: list[bytes], starts: Path, *, writes: bool) -> None:
    """Do what a process with the keys does, until it is killed."""
    os.write(PIPE[1], b"ready\n")
    journal = Spoken(place.journal.path)
    if writes:
        for count in range(10_000):
            journal.append("event", {"text": "x" * (count * 37 % 3000)})
    for envelope in approvals:
        clock = PacedClock(float("inf"))
        with closing(Noted("ur3e", PLAN.joints, np.array(PLAN.q_start), clock=clock)) as arm:
            arm.starts = starts
            opened, _ = jobs.open(
                *(place.bundle, envelope),
                driver=arm,
                trust=place.trust,
                journal=journal,
                standards=STANDARDS,
                clock=clock,
            )
            if opened is None:
                continue
            arm.number = opened.ticket.approval.number
            opened.preflight()
            opened.enable("Camille")
            opened.play()


def _killed_after(
    words: int, delay: float, place: Place, approvals: list[bytes], starts: Path, *, writes: bool
) -> list[str]:
    """Let a child work until it has said so many words, kill it a little later, and give what it had said."""
    global PIPE  # noqa: PLW0603 (a child inherits it)
    PIPE = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _child(place, approvals, starts, writes=writes)
        finally:
            os._exit(0)
    os.close(PIPE[1])
    said = b""
    while said.count(b"\n") <= words and select.select([PIPE[0]], [], [], PATIENCE)[0]:
        data = os.read(PIPE[0], 1 << 16)
        if not data:  # it has come to its end
            break
        said += data
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while data := os.read(PIPE[0], 1 << 16):
        said += data
    os.close(PIPE[0])
    *lines, _ = said.decode().split("\n")  # a word that was cut off was not heard
    return [line for line in lines if line != "ready"]


def campaign(kills: int, seed: int, folder: Path) -> Tally:
    """Kill so many times."""
    chance, tally = random.Random(seed), Tally()
    place, starts = place_in(folder), folder / "starts"
    starts.touch()
    approvals: list[bytes] = []
    known: dict[int, str] = {}
    for kill in range(kills):
        writes = chance.random() < 0.3
        approvals = approvals[-2:] + [place.approved() for _ in range(2)]
        words, delay = chance.randrange(WORDS), chance.uniform(0.0, LONGEST)
        said = _killed_after(words, delay, place, approvals, starts, writes=writes)
        tally.counts["writes cut off" if writes else "runs cut off"] += 1
        tally.counts["acknowledged"] += len(said)
        _look(kill, place, starts, said, known, tally)
        _progress(kill + 1, tally)
        if len(tally.wrong) > 20:
            break
    return tally


def _progress(done: int, tally: Tally) -> None:
    """Say how far it is, so that a campaign that is broken off has told what it had counted."""
    if done % 25 == 0:
        counts = ", ".join(f"{name} {count}" for name, count in sorted(tally.counts.items()))
        print(f"# {done} kills: {counts}; must not be {len(tally.wrong)}", flush=True)


def _look(kill: int, place: Place, starts: Path, said: list[str], known: dict[int, str], tally: Tally) -> None:
    """Start again, as whoever holds the keys does, and look at what is there."""
    journal = place.journal
    found = journal.verify().findings
    if found:
        tally.wrong.append(f"kill {kill}: {found}")
        return
    known |= {int(seq): digest for seq, digest, _ in map(str.split, said)}
    there = {entry.seq: entry.sha256 for entry in journal.entries()}
    lost = [seq for seq, digest in known.items() if there.get(seq) != digest]
    if lost:
        tally.wrong.append(f"kill {kill}: the acknowledged entries {lost} are gone")
    closed = reconcile(journal)
    tally.counts["closed at the next start"] += len(closed)
    if len(closed) > 1 or reconcile(journal):
        tally.wrong.append(f"kill {kill}: {len(closed)} runs were open, or one stayed so")
    if unresolved(journal, SERIAL):
        tally.counts["asked about the gripper"] += 1
        answer(journal, SERIAL, "Camille", Gripper.EMPTY)
    made = runs(journal.entries())
    if any(run.end is None for run in made):
        tally.wrong.append(f"kill {kill}: a run has no end")
    begun = starts.read_text("ascii").split()
    consumed = {run.number for run in made if run.begun}
    twice = [number for number, count in Counter(begun).items() if count > 1]
    if twice or not set(begun) <= consumed:
        tally.wrong.append(f"kill {kill}: started twice {twice}, or without a word {set(begun) - consumed}")
    tally.counts["starts"] = len(begun)
    tally.counts["entries"] = len(there)


def main() -> None:
    """Run it from the command line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=500)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = campaign(given.kills, given.seed, Path(folder))
    print(f"kills: {given.kills}, seed {given.seed}")
    for name, count in sorted(tally.counts.items()):
        print(f"  {name:28} {count}")
    print(f"  {'must not be':28} {len(tally.wrong)}")
    print("\n".join(tally.wrong))
    sys.exit(1 if tally.wrong else 0)


if __name__ == "__main__":
    main()
