"""The gate lets nothing through that is not whole, allowed, and for this arm; and says everything that is wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from cobot_lab import stored
from cobot_lab.cell.cell_file import digest_of
from cobot_lab.deploy import gate
from cobot_lab.findings import Verdict
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.keys import SigningKey


@pytest.fixture
def ask(visit, twin):
    def ask(bundle, approval, **more):
        around = {"trust": visit.trust, "journal": visit.journal, "standards": visit.standards}
        given = {"identity": twin.identity, "now": visit.noon, **around, **more}
        return gate.examine(bundle, approval, **given)

    return ask


def test_lets_an_approved_bundle_through_with_the_plan_of_its_bytes(visit, ask, plan):
    bundle = visit.bundle(plan)
    ticket, report = ask(bundle, visit.approval(bundle))
    opened, _ = Bundle.open(bundle)
    assert report.verdict is Verdict.PASSED
    assert ticket.plan.to_bytes() == opened.files["plan.json"]
    assert ticket.plan_digest == stored.sha256(opened.files["plan.json"])
    assert report.subject == ticket.bundle_digest == opened.digest
    assert set(gate.CHECKS) <= set(report.run)


def test_the_cell_digest_is_the_one_of_the_cell_room(visit, plan):
    opened, _ = Bundle.open(visit.bundle(plan))
    files = {name.removeprefix("cell/"): data for name, data in opened.files.items() if name.startswith("cell/")}
    assert gate.cell_digest(opened) == digest_of(files)


def test_any_changed_byte_of_the_bundle_is_refused(visit, ask, plan):
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle)
    for place in range(0, len(bundle), 97):
        changed = bytearray(bundle)
        changed[place] ^= 1
        ticket, report = ask(bytes(changed), approval)
        assert ticket is None, place
        assert report.verdict is Verdict.FAILED, place


def test_any_changed_byte_of_the_approval_is_refused(visit, ask, plan):
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle)
    for place in range(0, len(approval), 23):
        changed = bytearray(approval)
        changed[place] ^= 1
        ticket, _ = ask(bundle, bytes(changed))
        assert ticket is None, place


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"robot_serial": "20235500123"}, "T08"),
        ({"mode": Mode.REAL}, "T09"),
        ({"role": "teacher"}, "T07"),
        ({"digest": "0" * 64}, "T06"),
        ({"key": SigningKey.new("nobody")}, "T04"),
    ],
)
def test_an_approval_for_something_else_is_refused(visit, ask, plan, changes, code):
    bundle = visit.bundle(plan)
    ticket, report = ask(bundle, visit.approval(bundle, **changes))
    assert ticket is None
    assert code in report.codes


@pytest.mark.parametrize(("later", "codes"), [(timedelta(hours=2), ("T11",)), (timedelta(hours=-2), ("T20", "T10"))])
def test_outside_its_window_an_approval_is_refused(visit, ask, plan, later, codes):
    bundle = visit.bundle(plan)
    ticket, report = ask(bundle, visit.approval(bundle), now=visit.noon + later)
    assert (ticket, report.codes) == (None, codes)


def test_a_used_number_is_refused(visit, ask, plan):
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle, number="a" * 32)
    visit.journal.consume("a" * 32, {})
    ticket, report = ask(bundle, approval)
    assert (ticket, report.codes) == (None, ("T12",))


def test_a_plan_that_was_not_made_of_what_lies_beside_it_is_refused(visit, ask, plan):
    for changed, file, codes in (
        ({"program.json": b"{}"}, "program.json", ("T02",)),
        ({"cell/robot.urdf": b"<robot/>"}, "cell", ("T02", "T18")),
    ):
        bundle = visit.bundle(plan, changed)
        ticket, report = ask(bundle, visit.approval(bundle))
        assert (ticket, report.codes, report.findings[0].fact("file")) == (None, codes, file)


def test_a_report_without_every_check_that_is_due_here_is_refused(visit, ask, plan):
    due = replace(visit.standards, checks=frozenset({"reachability", "sweep", "grasp"}))
    bundle = visit.bundle(plan)
    ticket, report = ask(bundle, visit.approval(bundle), standards=due)
    assert (ticket, report.codes) == (None, ("T17",))
    assert report.findings[0].fact("names") == "grasp, sweep"


def test_a_cell_that_does_not_stand_here_is_refused(visit, ask, plan):
    elsewhere = replace(visit.standards, cells=frozenset({"0" * 64}))
    bundle = visit.bundle(plan)
    ticket, report = ask(bundle, visit.approval(bundle), standards=elsewhere)
    assert (ticket, report.codes) == (None, ("T18",))


def test_another_model_other_joints_and_another_verifier_are_all_named(visit, ask, plan, twin):
    bundle = visit.bundle(plan, version="0.0.1")
    identity = replace(twin.identity, model="arm3", joints=("elbow", "shoulder"))
    ticket, report = ask(bundle, visit.approval(bundle), identity=identity)
    assert (ticket, report.codes) == (None, ("A04", "A01", "T14"))
    assert report.findings[0].fact("wanted") == "arm3"
    assert report.findings[2].fact("given") == "0.0.1"


@pytest.mark.parametrize("spoil", [lambda d: b"{}", lambda d: d.replace(b'"t":[0,0.6,1.2]', b'"t":[0,0.6,1e999]')])
def test_a_plan_that_is_no_plan_is_refused(visit, ask, plan, spoil):
    bundle = visit.bundle(plan, {"plan.json": spoil(plan.to_bytes())})
    ticket, report = ask(bundle, visit.approval(bundle))
    assert (ticket, report.codes) == (None, ("T01",))
    assert report.not_run == gate.CHECKS[1:]


def test_rubbish_is_refused_and_what_could_not_be_checked_is_listed(ask):
    ticket, report = ask(b"rubbish", b"rubbish")
    assert ticket is None
    assert "T01" in report.codes
    assert {"signature", "plan", "standards"} <= set(report.not_run)


def test_a_journal_that_was_edited_lets_nothing_through(visit, ask, plan):
    visit.journal.append("note", {"text": "a"})
    with closing(sqlite3.connect(visit.journal.path)) as connection:
        connection.execute(
            "UPDATE entries SET body = replace(body, '\"a\"', '\"b\"') WHERE seq = (SELECT max(seq) FROM entries)"
        )
        connection.commit()
    bundle = visit.bundle(plan)
    ticket, report = ask(bundle, visit.approval(bundle), journal=Journal(visit.journal.path))
    assert ticket is None
    assert "T15" in report.codes
