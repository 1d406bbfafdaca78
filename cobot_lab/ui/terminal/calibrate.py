"""`cobot-lab calibrate`: marks that were touched become the table's frame, and the class's programs are made anew."""

from __future__ import annotations

import math
import re
from datetime import datetime, timezone
from typing import Annotated

import typer

from cobot_lab.cell.calibration import LEAST, MOST, Calibration, Mark
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Verdict
from cobot_lab.language.faces import Face
from cobot_lab.service.gateway.calibrations import CALIBRATED, described, entry_of, measured
from cobot_lab.service.gateway.ledger import HANDED_IN, SENT_BACK, SUBMISSION, Submission, submissions
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.service.gateway.second_look import of_blocks, task_of
from cobot_lab.service.gateway.shelf import Shelf
from cobot_lab.stored import StoredFormError
from cobot_lab.trust import instants, manifest
from cobot_lab.trust.approval import REFERENT
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.trust.key_file import read_key
from cobot_lab.trust.keyring import Keyring
from cobot_lab.trust.keys import SigningKey
from cobot_lab.ui.terminal.keys import PASSPHRASE, Home, keyring, passphrase
from cobot_lab.ui.terminal.programs import ARM_FACT, COMPUTER_FACT
from cobot_lab.ui.terminal.report_view import show_findings
from cobot_lab.ui.terminal.seal import sealed_bytes
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.unpaused import require_unpaused
from cobot_lab.ui.terminal.voice import Exit, Voice
from cobot_lab.verify.source import check_source

_NUMBER = r"\s*(-?\d+(?:\.\d+)?)\s*"
_MARK = re.compile(f"{_NUMBER},{_NUMBER},{_NUMBER}={_NUMBER},{_NUMBER},{_NUMBER}")
_TOML = "cell.toml"
_CELL = re.compile(r"([a-z0-9_]+)/([a-z0-9_]+)")


def calibrate(
    context: typer.Context,
    cell: Annotated[str, typer.Argument(metavar="ROBOT/CELL", help="calibrated_cell", show_default=False)],
    robot: Annotated[str, typer.Option("--robot", metavar="SERIAL", help="serial", show_default=False)],
    key: Annotated[str, typer.Option("--key", metavar="NAME", help="key", show_default=False)],
    mark: Annotated[list[str], typer.Option("--mark", metavar="TEXT", help="mark", show_default=False)],
    address: Annotated[str, typer.Option("--address", metavar="IP", help="cabinet", show_default=False)] = "",
    home: Home = None,
) -> None:
    """Put a measured table in force, and make the class's programs anew for it."""
    voice = Voice.of(context)
    ring = keyring(home)
    named = _CELL.fullmatch(cell)
    if named is None:
        raise SubjectError("ROBOT/CELL", cell, "such as ur3e/atelier")
    if not LEAST <= len(mark) <= MOST:
        raise SubjectError("--mark", str(len(mark)), f"{LEAST} to {MOST}")
    require_unpaused(voice, ring, robot, address)
    signing = read_key(ring.key_file(key), passphrase(voice, "ask", PASSPHRASE, name=key))
    now = instants.text(datetime.now(timezone.utc))
    found = Calibration(named[2], named[1], robot, signing.holder, now, tuple(map(_mark, mark)))
    report = Report(run=("marks",), findings=(*_unfit(signing, ring), *found.findings(described(found).T_WB)))
    if report.verdict is not Verdict.PASSED:
        show_findings(voice, report, voice.words)
        voice.say("terminal.not_calibrated", "bold red")
        raise typer.Exit(Exit.REFUSED)
    stands = measured(found)
    ring.journal.append(CALIBRATED, entry_of(found, signing))
    moved = stands.T_WB[:3, 3] - described(found).T_WB[:3, 3]
    voice.say(
        "terminal.calibrated", "bold green", cell=cell, robot=robot, moved=math.hypot(*moved), left=found.residual
    )
    _make_anew(voice, ring, stands)


def _mark(text: str) -> Mark:
    form = _MARK.fullmatch(text)
    if form is None:
        raise SubjectError("--mark", text, "X,Y,Z=x,y,z, in millimetres: on the table = at the arm's tool point")
    X, Y, Z, x, y, z = (float(each) / 1000 for each in form.groups())
    if not all(abs(each) < 10 for each in (X, Y, Z, x, y, z)):
        raise SubjectError("--mark", text, "points within 10 m, in millimetres")
    return Mark((X, Y, Z), (x, y, z))


def _unfit(signing: SigningKey, ring: Keyring) -> tuple[Finding, ...]:
    known = ring.trusted().find(signing.key_id)
    if known is None:
        return (Finding.of(Code.UNKNOWN_KEY, key=signing.key_id),)
    if known.revoked:
        return (Finding.of(Code.KEY_REVOKED, key=signing.key_id),)
    if REFERENT not in known.roles:
        return (Finding.of(Code.WRONG_ROLE, role=", ".join(sorted(known.roles)), wanted=REFERENT),)
    return ()


def _make_anew(voice: Voice, ring: Keyring, stands: Cell) -> None:
    """Plan and check again what the class handed in for this cell, each with its own verdict."""
    shelf = Shelf(ring.folder / "bundles", ring.records)
    for each in submissions(ring.journal.entries()):
        if each.replaced or each.back:
            continue
        try:
            bundle = shelf.bundle(each.bundle)
        except GatewayError:
            voice.say("terminal.anew_lost", "bold red", who=each.who, lesson=each.lesson, digest=each.bundle[:16])
            continue
        if bundle.cell_files[_TOML] != dict(stands.files)[_TOML] or not each.lesson:
            continue  # of another cell; or a way home, which is one from where the arm stood
        try:
            _one_anew(voice, ring, shelf, each, bundle, stands)
        except JournalError:  # nothing can be made anew without it
            raise
        except Exception as problem:  # the table is in force already: one program must not keep the others from it
            _impossible(voice, each, f"{type(problem).__name__}: {problem}")


def _impossible(voice: Voice, each: Submission, why: str) -> None:
    facts = {"who": each.who, "lesson": each.lesson, "digest": each.bundle[:16]}
    voice.say("terminal.anew_impossible", "bold red", **facts, why=why)


def _one_anew(voice: Voice, ring: Keyring, shelf: Shelf, each: Submission, bundle: Bundle, stands: Cell) -> None:
    differing, task = tuple(of_blocks(bundle)), None
    try:
        task = task_of(bundle)
    except (DescriptionError, StoredFormError):
        differing = (*differing, Finding.of(Code.REVIEW_DIFFERS, what="task"))
    if differing:
        _impossible(voice, each, " ".join(map(voice.words.says, differing)))
        return
    face: Face = "blocks" if manifest.BLOCKS in bundle.files else "python"
    source = bundle.files[manifest.BLOCKS if face == "blocks" else manifest.SOURCE]
    with voice.progress() as tell:
        checked = check_source(source, stands, task, tell, face)
    noted = {name: bundle.facts[name] for name in (ARM_FACT, COMPUTER_FACT) if name in bundle.facts}
    sealed, report = sealed_bytes(source, checked, stands, task, face, noted)
    facts = {"who": each.who, "lesson": each.lesson}
    if sealed is None:
        words = voice.about(stands)
        word = "\n".join(words.says(found) for found in report.findings)[:500]
        ring.journal.append(SENT_BACK, {"bundle": each.bundle, SUBMISSION: each.seq, "who": CALIBRATED, "word": word})
        voice.say("terminal.anew_refused", "bold red", **facts)
        show_findings(voice, report, words)
        return
    opened, _ = Bundle.open(sealed)
    assert opened is not None  # it was just sealed
    shelf.put(opened.digest, sealed)
    ring.journal.append(HANDED_IN, {"bundle": opened.digest, **facts, "instead_of": each.bundle})
    voice.say("terminal.anew_passed", "green", **facts, digest=opened.digest[:16])
