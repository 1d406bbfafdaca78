"""How soon an answer is there: after an edit, after a cold start, and for all orders of a sorting program."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import Lesson, load_lesson
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.source import Checked, check_source

sys.path.insert(0, str(Path(__file__).parent))

from table import Line

COUNTS = Path(__file__).parents[1] / "campaign" / "counts.json"


def answers(quick: bool) -> list[Line]:
    return [_edited(quick), _cold(quick), *([] if quick else [_orders()]), *_campaign()]


def _edited(quick: bool) -> Line:
    """Judge a program, change its last step, judge it again; then the changed one by itself."""
    lesson = load_lesson("01" if quick else "09")
    cell = load_cell(lesson.cell)
    source = (lesson.folder / "solution.py").read_bytes()
    edited = source.replace(b'aller_a("repos")', b'vitesse(60)\naller_a("repos")')
    assert edited != source
    recall = Recall()
    check_source(source, cell, lesson.task, recall=recall)
    start = process_time()
    again = check_source(edited, cell, lesson.task, recall=recall)
    quick_one = process_time() - start
    check_source(edited, cell, lesson.task)  # everything is loaded and warm for both
    start = process_time()
    whole = check_source(edited, cell, lesson.task)
    full = process_time() - start
    equal = _said(again) == _said(whole)
    ratio = quick_one / full
    return Line(
        "G4", f"lesson {lesson.number} again after its last step was changed", f"{1e3 * quick_one:.0f} ms (processor)",
        f"a full run {1e3 * full:.0f} ms; {'equal to the last bit' if equal else 'NOT EQUAL'}",
        f"{ratio:.2f} (wanted ≤ 0.10)", "yes" if equal and ratio <= 0.1 else "no",
    )  # fmt: skip


def _said(checked: Checked) -> tuple[object, ...]:
    assert checked.recording is not None
    return checked.report, checked.recording.digest


def _cold(quick: bool) -> Line:
    """A new process from its start to the JSON verdict of lesson 01, as long as somebody waits for it."""
    lesson, times = load_lesson("01"), 1 if quick else 3
    check = ["-m", "cobot_lab", "check", str(lesson.folder / "solution.py"), "--lesson", "01", "--json"]
    ours, theirs = (min(_waited(*job) for _ in range(times)) for job in (check, ["-c", "import roboticstoolbox"]))
    ratio = ours / theirs
    return Line(
        "G5", "cold start to the verdict of lesson 01, physics included", f"{ours:.2f} s",
        f"import roboticstoolbox {theirs:.2f} s", f"{ratio:.2f} (wanted ≤ 1)", "yes" if ratio <= 1.0 else "no",
    )  # fmt: skip


def _waited(*arguments: str) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return perf_counter() - start


def _orders() -> Line:
    """All orders of six red or blue blanks, as long as somebody waits for it."""
    lesson = load_lesson("04")
    start = perf_counter()
    checked = _of(lesson)
    taken = perf_counter() - start
    coverage = checked.report.coverage
    assert coverage is not None
    return Line(
        "G10", f"sorting six blanks, {coverage.ways} orders", f"{taken:.0f} s, {checked.report.verdict.value}",
        "nobody does it", "wanted ≤ 30 s", "yes" if taken <= 30.0 else "no",
    )  # fmt: skip


def _of(lesson: Lesson) -> Checked:
    task = replace(lesson.task, robust=None)
    return check_source((lesson.folder / "solution.py").read_bytes(), load_cell(lesson.cell), task)


def _campaign() -> list[Line]:
    """What `tests/campaign/run.py --write` counted last."""
    if not COUNTS.exists():
        return []
    counts = json.loads(COUNTS.read_text(encoding="utf-8"))
    slips, drops = counts["slips"], counts["drops"]
    grasps = counts["held"] >= 1000 and counts["weak"] >= 1000 and slips == 0 and drops == counts["weak"]
    said = (
        f"{slips} of {counts['held']} slip at ≥ 2 times the force, {drops} of {counts['weak']} are lost at ≤ 0.9 times"
    )
    share = 100 * counts["placed"] / counts["planted"]
    caught = (
        f"{counts['caught']} of {counts['planted']} faults of {counts['classes']} classes caught, "
        f"right step {share:.1f} %, {counts['alarms']} false alarms on {counts['programs']} clean programs"
    )
    whole = counts["planted"] >= 500 and counts["classes"] >= 12 and counts["caught"] == counts["planted"]
    clean = counts["programs"] >= 200 and counts["alarms"] == 0
    placed = share >= 99.0
    return [
        Line("G8", "grasps around the limit", said, "mechanics: 2 µ F = m g", "–", "yes" if grasps else "no"),
        Line("G9", "planted faults", caught, "–", "–", "yes" if whole and clean and placed else "no"),
    ]
