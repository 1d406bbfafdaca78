"""Records are byte-stable and show every change."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab import stored
from cobot_lab.deploy.chain import broken_at, linked
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.stored import StoredFormError


@pytest.fixture
def record(visit, twin, plan):
    return visit.ready(twin, plan).play()


def test_a_record_comes_back_byte_for_byte(record):
    data = record.to_bytes()
    back = RunRecord.from_bytes(data)
    assert back.to_bytes() == data
    assert (back.end, back.cause, back.duration) == (record.end, record.cause, record.duration)
    assert back.largest_following_error == record.largest_following_error > 0
    assert (back.head, back.events, back.report) == (record.head, record.events, record.report)
    assert np.array_equal(back.trace.q, record.trace.q)


def spoilt(record, spoil):
    document = json.loads(record.to_bytes())
    spoil(document)
    return stored.canonical(document)


CHANGES = {
    "end": lambda d: d["events"][-2]["facts"].update(state="interrupted"),
    "event left out": lambda d: d["events"].pop(2),
    "tail cut off": lambda d: d["events"].pop(),
    "two cut off": lambda d: d.update(events=d["events"][:-2]),
    "nothing left": lambda d: d.update(events=[]),
    "event moved": lambda d: d["events"].insert(1, d["events"].pop(2)),
    "time of an event": lambda d: d["events"][1].update(t=0.5),
    "trace": lambda d: d["trace"]["q"][10].__setitem__(0, 0.123),
    "trace shorter": lambda d: d["trace"]["t"].pop(),
    "error": lambda d: d["trace"]["error"].__setitem__(3, 0.0),
    "reading": lambda d: d["readings"][1].update(found="TWIN-other"),
    "report": lambda d: d["report"]["run"].append("physics"),
    "serial": lambda d: d["head"]["robot"].update(serial="TWIN-other"),
    "approval": lambda d: d["head"].update(approval="{}"),
    "plan": lambda d: d["head"].update(plan="0" * 64),
    "no trace": lambda d: d.pop("trace"),
    "schema": lambda d: d.update(schema="cobot_lab/run/2"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_record_is_not_read(record, change):
    with pytest.raises(StoredFormError):
        RunRecord.from_bytes(spoilt(record, CHANGES[change]))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"schema":"cobot_lab/run/1"}', b"\xff\x00"])
def test_rubbish_is_not_a_record(data):
    with pytest.raises(StoredFormError):
        RunRecord.from_bytes(data)


def test_a_record_has_one_form_only(record):
    with pytest.raises(StoredFormError, match="stored as"):
        RunRecord.from_bytes(record.to_bytes() + b" ")


def test_a_refused_job_leaves_a_record_too(visit, twin, plan):
    job = visit.ready(twin, plan)
    visit.seconds += 100
    back = RunRecord.from_bytes(job.play().to_bytes())
    assert (back.end, back.duration, back.largest_following_error) == (State.REFUSED, 0.0, 0.0)
    assert back.report.codes == ("A05",)


def test_an_arm_that_measures_nothing_leaves_a_record_that_can_be_written(visit, clock, plan):
    class Blind(TwinDriver):
        def state(self):
            state = super().state()
            return replace(state, q=np.full(2, np.nan)) if state.progress > 1 else state

    record = visit.ready(Blind("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock), plan).play()
    back = RunRecord.from_bytes(record.to_bytes())
    assert np.isnan(back.trace.q).any()
    assert np.isnan(back.largest_following_error)
    assert back.end is State.INTERRUPTED


def test_the_chain_names_the_first_event_that_does_not_follow():
    events = ()
    for i in range(4):
        events = (*events, linked(events, "head", float(i), "note", value=float("inf")))
    assert broken_at(events, "head") is None
    assert broken_at(events, "other") == 0
    assert broken_at((events[0], replace(events[1], t=9.0), *events[2:]), "head") == 2
    assert broken_at(events[1:], "head") == 0
    assert events[0].fact("value") == "inf"
