"""A question and its answer: in order, whole, and taken back when nobody wants it any more."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.findings import Verdict
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.client import Checker
from cobot_lab.service.events import Answer, Found, Sought, Stage, Watched
from cobot_lab.service.question import Question
from cobot_lab.service.runtime import read_address
from cobot_lab.service.trouble import ServiceError, Trouble
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.source import check_source

from .conftest import LESSON, LONG, QUESTION, RIGHT, WRONG, passes  # isort: skip


def test_the_answer_is_what_the_verifier_says(shared: Checker) -> None:
    lesson = load_lesson("01")
    checked = check_source(RIGHT, load_cell(lesson.cell), lesson.task)
    answer = passes(shared)
    assert answer.report == checked.report
    assert checked.plan is not None
    assert (answer.plan, answer.program) == (checked.plan.digest, checked.program and checked.program.digest)
    assert Plan.from_bytes(answer.planned).digest == answer.plan
    assert checked.recording is not None
    assert Recording.from_bytes(answer.recording).digest == checked.recording.digest


def test_every_step_has_its_instants_and_they_follow_one_another(shared: Checker) -> None:
    answer = passes(shared)
    assert [each.step for each in answer.instants] == [1, 2, 3, 4]
    assert answer.instants[0].start == 0.0
    assert answer.instants[-1].end == answer.duration
    for before, after in zip(answer.instants, answer.instants[1:], strict=False):
        assert before.end == after.start


def test_findings_come_before_the_physics_and_never_pass(shared: Checker) -> None:
    events = list(shared.ask(Question(WRONG, lesson="01")))
    found = [at for at, event in enumerate(events) if isinstance(event, Found)]
    physics = next(at for at, event in enumerate(events) if isinstance(event, Stage) and event.name == "physics")
    assert max(found) < physics
    last = events[found[-1]]
    assert isinstance(last, Found)
    assert last.report.codes == ("G02",)
    assert all(event.report.verdict is not Verdict.PASSED for event in events if isinstance(event, Found))
    assert isinstance(events[-1], Answer)
    fractions = [event.fraction for event in events if isinstance(event, Stage) and event.name == "physics"]
    assert fractions == sorted(fractions)
    assert fractions


def test_blocks_are_judged_as_blocks(shared: Checker) -> None:
    answer = shared.answer(Question(b'{"blocks": 3}', "blocks", "01"))
    assert answer.report.codes == ("L40",)
    assert (answer.program, answer.planned, answer.recording, answer.instants) == ("", b"", b"", ())


def test_a_program_may_be_for_a_cell_alone(shared: Checker) -> None:
    answer = shared.answer(Question(RIGHT, cell=load_lesson("01").cell))
    assert answer.report.verdict is Verdict.PASSED
    assert "toolbox" not in answer.report.run


def test_a_fix_is_sought_there_too(shared: Checker) -> None:
    *_, last = shared.ask(Question(WRONG, lesson="01", wish="fix"))
    assert isinstance(last, Sought)
    assert last.search["ended_by"] == "fixed"
    assert shared.answer(Question(last.search["source"].encode(), lesson="01")).report.verdict is Verdict.PASSED


def test_an_unknown_lesson_is_said_and_the_next_question_works(shared: Checker) -> None:
    with pytest.raises(ServiceError) as refusal:
        shared.answer(replace(QUESTION, lesson="77"))
    assert refusal.value.trouble is Trouble.LESSON_UNUSABLE
    passes(shared)


def test_a_newer_question_of_the_same_client_takes_the_place_of_the_older(shared: Checker) -> None:
    passes(shared)
    older = shared.ask(LONG)
    assert isinstance(next(older), Stage)
    assert isinstance(next(older), Stage)
    other = shared.ask(replace(QUESTION, client="somebody else"))
    assert isinstance(next(other), Stage)
    passes(shared)
    with pytest.raises(ServiceError) as refusal:
        list(older)
    assert refusal.value.trouble is Trouble.SUPERSEDED
    assert isinstance(list(other)[-1], Answer)


def test_an_older_question_that_arrives_late_takes_nobodys_place(shared: Checker) -> None:
    passes(shared)
    newer = shared.ask(replace(LONG, turn=2))
    assert isinstance(next(newer), Stage)
    assert isinstance(next(newer), Stage)
    with pytest.raises(ServiceError) as refusal:
        list(shared.ask(replace(QUESTION, turn=1)))
    assert refusal.value.trouble is Trouble.SUPERSEDED
    assert isinstance(list(newer)[-1], Answer)


def test_a_question_taken_back_before_the_checker_is_reached_is_not_sent(shared: Checker) -> None:
    passes(shared)
    with pytest.raises(ServiceError) as refusal:
        list(shared.ask(QUESTION, lambda: True))
    assert refusal.value.trouble is Trouble.CANCELLED


def test_a_question_can_be_taken_back(shared: Checker) -> None:
    passes(shared)
    gone = threading.Event()
    events = shared.ask(LONG, gone.is_set)
    assert isinstance(next(events), Stage)
    gone.set()
    started = time.monotonic()
    with pytest.raises(ServiceError) as refusal:
        list(events)
    assert refusal.value.trouble is Trouble.CANCELLED
    assert time.monotonic() - started < 5.0
    passes(shared)


def test_it_can_be_woken_before_the_first_question(shared: Checker, tmp_path: Path) -> None:
    shared.wake()
    assert shared.folder is not None
    assert read_address(shared.folder) is not None
    (tmp_path / "file").write_bytes(b"")
    Checker(tmp_path / "file" / "run").wake()


def test_two_who_ask_at_once_both_get_their_answers(shared: Checker) -> None:
    answers: dict[str, Answer] = {}

    def ask(client: str, source: bytes) -> None:
        answers[client] = shared.answer(Question(source, lesson="01", client=client))

    both = [threading.Thread(target=ask, args=each) for each in (("a", RIGHT), ("b", WRONG))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(60)
    assert answers["a"].report.codes == ()
    assert answers["b"].report.codes == ("G02",)


@pytest.mark.parametrize("file", ["wrong_tray_edge.py", "wrong_unreachable.py", "wrong_unknown_name.py"])
def test_wrong_programs_get_their_findings(shared: Checker, file: str) -> None:
    expected = dict(load_lesson("01").wrong)[file]
    answer = shared.answer(Question((LESSON / file).read_bytes(), lesson="01"))
    assert [(each.code, each.span.line if each.span else 0) for each in answer.report.findings] == [
        (each.code, each.line) for each in expected
    ]


def test_a_plan_is_watched_while_another_question_is_judged(shared: Checker) -> None:
    answer = passes(shared)
    events = list(shared.ask(Question(answer.planned, lesson="01", client="test.watch", wish="watch")))
    last = events[-1]
    assert isinstance(last, Watched)
    assert Recording.from_bytes(last.recording).digest == Recording.from_bytes(answer.recording).digest


def test_what_is_no_plan_cannot_be_watched(shared: Checker) -> None:
    with pytest.raises(ServiceError) as told:
        list(shared.ask(Question(b"{}", lesson="01", wish="watch")))
    assert told.value.trouble is Trouble.DEFECT
