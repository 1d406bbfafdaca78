"""A measured table: what it makes void, and what is made anew."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest

from cobot_lab import stored
from cobot_lab.cell.calibration import Calibration, Mark
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.cell.task import SCHEMA
from cobot_lab.deploy import gate
from cobot_lab.deploy.driver import Identity
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import read
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.gateway import calibrations
from cobot_lab.service.gateway.calibrations import CALIBRATED, described, entry_of, in_force, measured, standards_at
from cobot_lab.service.gateway.ledger import Standing
from cobot_lab.service.gateway.post import Post
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.second_look import contents, of_blocks
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.bundle import Bundle, seal
from cobot_lab.trust.key_file import read_key
from cobot_lab.ui.terminal import calibrate
from cobot_lab.ui.terminal.app import main
from cobot_lab.ui.terminal.keys import PASSPHRASE as PASSPHRASE_VARIABLE
from cobot_lab.ui.terminal.programs import review_programs
from cobot_lab.ui.terminal.standards import standards

PASSPHRASE = "quatre mots sans suite"
SERIAL = "20235501234"
POST = Post("ur:1", "ur3e", SERIAL, Mode.REAL, lambda _: None)
MARKS = (
    ((0.2, -0.15, 0.0), (0.198, -0.149, 0.0)),
    ((0.4, 0.0, 0.0), (0.398, 0.001, 0.0)),
    ((0.2, 0.15, 0.0), (0.198, 0.151, 0.0)),
)
MOVED = Calibration("atelier", "ur3e", SERIAL, "Camille", "2026-11-28T08:00:00Z", tuple(Mark(*each) for each in MARKS))


@pytest.fixture
def key(ring):
    return read_key(ring.key_file("camille"), PASSPHRASE)


def calibrated(ring, key, calibration=MOVED):
    ring.journal.append(CALIBRATED, entry_of(calibration, key))


def test_the_latest_of_each_arm_counts_when_a_referent_signed_it(ring, key):
    trust = ring.trusted()
    assert in_force(ring.journal.entries(), trust) == ()
    calibrated(ring, key)
    later = Calibration("atelier", "ur3e", SERIAL, "Camille", "2026-11-28T09:00:00Z", MOVED.marks)
    calibrated(ring, key, later)
    other = Calibration("atelier", "ur3e", "another", "Camille", "2026-11-28T09:00:00Z", MOVED.marks)
    calibrated(ring, key, other)
    assert in_force(ring.journal.entries(), trust) == (later, other)
    calibrated(ring, read_key(ring.key_file("sacha"), PASSPHRASE), MOVED)  # a teacher's
    ring.journal.append(CALIBRATED, {**entry_of(MOVED, key), "envelope": "{}"})
    assert in_force(ring.journal.entries(), trust) == (later, other)
    assert in_force(ring.journal.entries(), trust.revoking(key.key_id)) == ()


def test_at_a_real_arm_the_measured_cell_stands_in_place_of_the_described_one(ring, key):
    calibrated(ring, key)
    entries, trust, usual = ring.journal.entries(), ring.trusted(), standards()
    nominal, moved = described(MOVED).digest, measured(MOVED).digest
    assert nominal in usual.cells
    assert standards_at(usual, entries, trust, SERIAL).cells == usual.cells - {nominal} | {moved}
    assert standards_at(usual, entries, trust).cells == usual.cells | {moved}
    assert standards_at(usual, entries, trust, "another").cells == usual.cells


def test_a_cell_that_was_measured_does_not_stand_as_described_again(ring, key, monkeypatch):
    calibrated(ring, key)
    entries, usual, nominal = ring.journal.entries(), standards(), described(MOVED).digest
    revoked = ring.trusted().revoking(key.key_id)
    assert standards_at(usual, entries, revoked, SERIAL).cells == usual.cells - {nominal}

    def gone(_calibration):
        raise DescriptionError(())

    monkeypatch.setattr(calibrations, "measured", gone)
    assert standards_at(usual, entries, ring.trusted(), SERIAL).cells == usual.cells - {nominal}


def test_an_approval_from_before_the_table_was_measured_is_void(hands, ring, key, right, digest):
    hands.gateway.posts = (*hands.gateway.posts, POST)
    seq = hands.handed(right, digest)
    camille = hands.gateway.known(hands.of("camille")).person
    hands.gateway._desk.approve(camille, seq, POST, PASSPHRASE)
    (given,) = hands.gateway.queue(hands.of("camille"))[0].given
    identity = Identity("ur3e", SERIAL, Mode.REAL, described(MOVED).robot.joint_names, "5.11")

    def examined():
        return gate.examine(
            right,
            given.envelope,
            identity=identity,
            trust=ring.trusted(),
            journal=ring.journal,
            now=datetime.now(timezone.utc),
            standards=hands.gateway._standards(POST),
        )

    ticket, report = examined()
    assert ticket is not None, report.findings
    calibrated(ring, key)
    ticket, report = examined()
    assert ticket is None
    assert report.codes == ("T18",)
    with pytest.raises(GatewayError) as caught:
        hands.gateway._desk.approve(camille, seq, POST, PASSPHRASE)
    assert (caught.value.refusal, caught.value.detail) == (Refusal.LOOK_REFUSED, "T18")


def run(*arguments):
    with pytest.raises(SystemExit) as leaving:
        main([str(each) for each in arguments])
    return leaving.value.code or 0


def marks(given=MARKS):
    for there, found in given:
        yield "--mark"
        yield "=".join(",".join(f"{1000 * value:.3f}" for value in point) for point in (there, found))


def test_the_command_makes_the_class_s_programs_anew(hands, ring, right, digest, monkeypatch, capfd):
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv("COBOT_LAB_LANG", "fr")
    hands.looked(digest)
    hands.gateway.hand_in(hands.of("lou"), right)
    asked = ("calibrate", "ur3e/atelier", "--robot", SERIAL, "--key", "camille", "--home", ring.folder)
    before = ring.journal.entries()
    crooked = (*MARKS[:2], (MARKS[2][0], (0.19, 0.16, 0.0)))
    assert run(*asked, *marks(crooked)) == 1
    assert "A21" in capfd.readouterr().out
    assert run(*asked, "--mark", "1,2,3") == 2
    assert run("calibrate", "ur3e/nowhere", *asked[2:], *marks()) == 2
    assert ring.journal.entries() == before
    assert run(*asked, *marks()) == 0
    assert "recalculé et vérifié" in capfd.readouterr().out
    old, new = hands.gateway.queue(hands.of("camille"))
    now = hands.gateway.wall()
    assert (old.standing(now), new.standing(now)) == (Standing.REPLACED, Standing.WAITING)
    assert (new.who, new.lesson) == ("lou", "01")
    bundle = hands.gateway.bundle(hands.of("camille"), new.bundle)
    cell = cell_from_files(bundle.cell_files)
    np.testing.assert_allclose(cell.T_WB[:3, 3], [0.002, -0.001, 0.0], atol=1e-9)
    assert bundle.files["source.py"] == hands.gateway.bundle(hands.of("camille"), digest).files["source.py"]
    assert bundle.plan_digest != hands.gateway.bundle(hands.of("camille"), digest).plan_digest
    assert not tuple(hands.gateway._standards(POST).objections(bundle, cell.digest))


def forged(right, **changes):
    """Seal a bundle with other files under a report that was made for the first ones."""
    whole, _ = Bundle.open(right)
    files = {name: data for name, data in whole.files.items() if name != "report.json"}
    data, _ = seal({**files, **changes}, whole.report, whole.versions, **whole.facts)
    return data


def in_blocks(source):
    program, _ = read(source)
    return write_blocks(program).encode()


def test_blocks_that_say_another_program_than_the_text_do_not_pass_the_second_look(right):
    source = (load_lesson("01").folder / "solution.py").read_bytes()
    same = forged(right, **{"blocks.json": in_blocks(source)})
    other = forged(right, **{"blocks.json": in_blocks(source + b'aller_a("repos")\n')})
    none = forged(right, **{"blocks.json": b"{}"})
    said = [[found.fact("what") for found in of_blocks(Bundle.open(data)[0])] for data in (right, same, other, none)]
    assert said == [[], [], ["blocks"], ["blocks"]]
    _, report = contents(Bundle.open(other)[0], standards(), review_programs)
    assert [found.fact("what") for found in report.findings] == ["blocks"]


def test_two_people_s_same_program_is_made_anew_for_each(hands, ring, right, digest, monkeypatch):
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    for who in ("lou", "noa"):
        hands.handed(right, digest, who)
    assert run("calibrate", "ur3e/atelier", "--robot", SERIAL, "--key", "camille", "--home", ring.folder, *marks()) == 0
    queue, now = hands.gateway.queue(hands.of("camille")), hands.gateway.wall()
    assert [(each.who, each.standing(now)) for each in queue] == [
        *((who, Standing.REPLACED) for who in ("lou", "noa")),
        *((who, Standing.WAITING) for who in ("lou", "noa")),
    ]
    assert queue[2].bundle == queue[3].bundle != digest


def test_what_cannot_be_made_anew_is_named_and_keeps_nobody_else_from_it(hands, ring, right, monkeypatch, capfd):
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv("COBOT_LAB_LANG", "fr")
    monkeypatch.setattr(type(hands.gateway._looks), "want", lambda *_: None)
    source = (load_lesson("01").folder / "solution.py").read_bytes()
    bad = (
        {"blocks.json": in_blocks(source + b'aller_a("repos")\n')},
        {"task.json": stored.canonical({"schema": SCHEMA, "name": "01"})},
        {"source.py": source + b"# not this one\n"},
    )
    for each in bad:
        hands.gateway.hand_in(hands.of("noa"), forged(right, **each))
    hands.gateway.hand_in(hands.of("lou"), right)
    whole = calibrate.check_source

    def breaking(given, *rest):
        if given.endswith(b"# not this one\n"):
            raise ZeroDivisionError("nobody thought of this")
        return whole(given, *rest)

    monkeypatch.setattr(calibrate, "check_source", breaking)
    asked = ("calibrate", "ur3e/atelier", "--robot", SERIAL, "--key", "camille", "--home", ring.folder)
    assert run(*asked, *marks()) == 0
    said = " ".join(capfd.readouterr().out.split())
    for why in ("les blocs ne disent pas", "la consigne n'est pas celle", "ZeroDivisionError: nobody thought of this"):
        assert why in said, said
    assert said.count("Leçon 01, noa : le dossier") == 3
    *old, new = hands.gateway.queue(hands.of("camille"))
    now = hands.gateway.wall()
    assert (new.who, new.standing(now), len(old)) == ("lou", Standing.WAITING, 4)
    assert [each.standing(now) is Standing.REPLACED for each in old] == [False, False, False, True]
