"""The search for a fix: small versions of the pupil's own program, each checked the real way, until one passes.

What is tried, and in which order, depends on nothing but the program, the cell and the task; only where the time is
over does the machine have a say, and the answer then says so.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from time import monotonic

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.coach.budget import Budget, Ending, Fix, Search, Trial
from cobot_lab.coach.difference import difference
from cobot_lab.coach.proposals import Proposal, proposals
from cobot_lab.coach.text import language_of, rewritten_text
from cobot_lab.coach.unchanged import EARLY, fails_alike
from cobot_lab.coach.workspace import rewritten_blocks
from cobot_lab.findings import Finding, Report, Verdict, refusals
from cobot_lab.language.faces import Face, draft_face
from cobot_lab.language.source import decode
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.program import Program
from cobot_lab.program.vocabulary import Language
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.source import Checked, check_source

Progress = Callable[[str, float], None]

_BASES = 4
"""Versions that got further than the pupil's program, on which a second idea is put."""


def repair(
    source: bytes,
    cell: Cell,
    task: Task | None,
    face: Face = "python",
    budget: Budget | None = None,
    progress: Progress | None = None,
    checked: Checked | None = None,
) -> Search:
    """Look for the least change with which a program passes.

    Args:
        source: The program as stored, text or blocks.
        cell: The cell that it is written for.
        task: What it has to achieve.
        face: In which face the program is kept.
        budget: What the search may cost.
        progress: Told `fix` and how much of the budget is spent (0..1).
        checked: What `check_source` said of it, where that is known already.
    """
    started = monotonic()
    known = checked or check_source(source, cell, task, None, face)
    program = draft_face(source, face)[0]
    search = _Searching(source, cell, task, face, budget or Budget(), progress, started, program)
    if known.report.verdict is Verdict.PASSED:
        return search.ended("passes", known.report)
    if program is None:
        return search.ended("not_readable", known.report)
    return search.ended(search.run(program, known), known.report)


class _TimeOverError(Exception):
    """The wall time of the search is over; raised through a check that is under way."""


class _Searching:
    """One search under way."""

    def __init__(
        self,
        source: bytes,
        cell: Cell,
        task: Task | None,
        face: Face,
        budget: Budget,
        progress: Progress | None,
        started: float,
        program: Program | None,
    ) -> None:
        self._source, self._cell, self._task, self._face = source, cell, task, face
        self._budget, self._progress, self._started = budget, progress, started
        self._text = decode(source)[0] if face == "python" and program is not None else ""
        self._language: Language = language_of(self._text) if self._text else "fr"
        self._recall = Recall()
        self._tried: list[Trial] = []
        self._seen: set[bytes] = set()
        self._fix: Fix | None = None
        self._added = 0
        self._known: tuple[Plan | None, tuple[Finding, ...]] = (None, ())

    def run(self, program: Program, known: Checked) -> Ending:
        """Search, one idea deep and then deeper, and say how it ended."""
        report = known.report
        self._known = (known.plan, refusals(report.findings))
        waiting: list[tuple[int, int, int, Proposal]] = []
        self._add(waiting, program, Proposal(program, ()), report)
        bases = 0
        while waiting:
            *_, proposal = heappop(waiting)
            ending, answer = self._try(program, proposal)
            if ending is not None:
                return ending
            deeper = len(proposal.ideas) < self._budget.depth and bases < _BASES
            if deeper and answer is not None and progress_of(answer) > progress_of(report):
                bases += 1
                self._add(waiting, program, proposal, answer)
        return "all_tried" if self._tried else "nothing_to_try"

    def _add(
        self, waiting: list[tuple[int, int, int, Proposal]], program: Program, base: Proposal, report: Report
    ) -> None:
        """Add what answers a report: the fewest changed steps come first, then the most plausible, then the oldest."""
        for rank, proposal in enumerate(proposals(program, base, report, self._cell, self._task)):
            steps = len(difference(program, proposal.program))
            self._added += 1
            heappush(waiting, (steps, rank, self._added, proposal))

    def ended(self, ending: Ending, report: Report) -> Search:
        """Give what became of it."""
        return Search(self._fix, tuple(self._tried), monotonic() - self._started, ending, report)

    def _try(self, program: Program, proposal: Proposal) -> tuple[Ending | None, Report | None]:
        """Check one version. Gives how the search ends with it, if it does, and its report where it was read whole."""
        digest = proposal.program.to_bytes()
        if digest in self._seen:
            return None, None
        self._seen.add(digest)
        if len(self._tried) >= self._budget.candidates:
            return "candidates", None
        try:
            self._tell("", 0.0)
            alike = self._fails_alike(proposal.program)
            if alike is not None:
                self._tried.append(Trial(proposal.ideas, alike.code.value))
                return None, None
            source = self._written(program, proposal.program)
            checked = check_source(source, self._cell, self._task, self._tell, self._face, None, self._recall)
        except _TimeOverError:
            return "seconds", None
        refused = refusals(checked.report.findings)
        passed = checked.report.verdict is Verdict.PASSED
        self._tried.append(Trial(proposal.ideas, refused[0].code.value if refused else ""))
        if passed and checked.program == proposal.program:
            edits = difference(program, proposal.program, self._language)
            self._fix = Fix(proposal.program, source, edits, checked.report, self._language)
            return "fixed", checked.report
        return None, checked.report if checked.program == proposal.program else None

    def _fails_alike(self, program: Program) -> Finding | None:
        """Give a finding of the pupil's program that a version is bound to have too; a plan is cheaper than a check."""
        before, findings = self._known
        early = [finding for finding in findings if finding.code in EARLY]
        if before is None or not early:
            return None
        after, _ = plan(program, self._cell)
        return next((one for one in early if after is not None and fails_alike(one, before, after)), None)

    def _tell(self, _stage: str, _done: float) -> None:
        spent = (monotonic() - self._started) / self._budget.seconds
        if not spent < 1.0:
            raise _TimeOverError
        if self._progress is not None:
            self._progress("fix", max(spent, len(self._tried) / self._budget.candidates))

    def _written(self, before: Program, after: Program) -> bytes:
        if self._face == "blocks":
            return rewritten_blocks(self._source, before, after).encode()
        return rewritten_text(self._text, before, after, self._language).encode()


_STAGES = "LBMCZPG"


def progress_of(report: Report) -> tuple[int, ...]:
    """Tell how far a program got: the stage of its earliest refusal, then how few there are of it.

    >>> progress_of(Report())
    (7, 0, 0)
    """
    refused = refusals(report.findings)
    if not refused:
        return (len(_STAGES), 0, 0)
    stage = min(_STAGES.index(finding.code.value[0]) for finding in refused)
    last = max((finding.t or 0.0 for finding in refused), default=0.0)
    return (stage, -len(refused), round(last))
