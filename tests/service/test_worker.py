"""What ends a job reaches the pool in a form that can travel."""

from __future__ import annotations

import multiprocessing
import pickle

import pytest

from cobot_lab.cell.problems import DescriptionError, Problem
from cobot_lab.service import worker
from cobot_lab.service.question import Question


class _StaysError(Exception):
    """It can be packed, but not unpacked: it is made from two things, and tells one."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


def _ended_by(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> Exception:
    def fails(*_: object) -> None:
        raise problem

    monkeypatch.setattr(worker, "load_lesson", fails)
    reader, writer = multiprocessing.Pipe(duplex=False)
    with reader, pytest.raises(type(problem) if isinstance(problem, DescriptionError) else RuntimeError) as ended:
        worker.work(Question(b"", lesson="01"), writer)
    again: Exception = pickle.loads(pickle.dumps(ended.value))
    assert str(again) == str(ended.value)
    return again


def test_what_cannot_travel_is_worded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(_ended_by(_StaysError("this", "that"), monkeypatch)) == "_StaysError: this and that"


def test_a_lesson_that_cannot_be_used_arrives_as_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = DescriptionError((Problem("lesson.toml", "cell", "1", "a name"), Problem("cell.toml", "", "2", "3")))
    arrived = _ended_by(problem, monkeypatch)
    assert isinstance(arrived, DescriptionError)
    assert arrived.problems == problem.problems
