"""The lessons' notebooks and teachers' sheets: they run, say the same in both languages, and send nobody elsewhere."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from cobot_lab.cell.load import load_cell
from cobot_lab.school.activity import Activity, activities
from cobot_lab.school.discovery import Discovery
from cobot_lab.school.lesson import Lesson
from cobot_lab.service.runtime import FOLDER, read_address
from cobot_lab.ui.notebook.desk import NOTEBOOK
from cobot_lab.ui.sentences import LANGUAGES, Language
from cobot_lab.verify.first_look import look_over

TEACHER = "teacher.{lang}.md"
MISREAD = r"\b(?:L\d\d|B0\d|B5\d)\b"
"""Codes of what is not understood: the language, points, sensors. Other findings may be what a notebook asks about."""
LESSONS = activities()
WRITTEN = [lesson for lesson in LESSONS if (lesson.folder / NOTEBOOK.format(lang="fr")).is_file()]
TAUGHT = [lesson for lesson in LESSONS if (lesson.folder / TEACHER.format(lang="fr")).is_file()]
BOTH = [(lesson, lang) for lesson in WRITTEN for lang in LANGUAGES]
SHEETS = [(lesson, lang) for lesson in TAUGHT for lang in LANGUAGES]


def _name(value: object) -> str:
    return value.number if hasattr(value, "number") else str(value)


def _read(lesson: Activity, form: str, lang: Language) -> str:
    return (lesson.folder / form.format(lang=lang)).read_text(encoding="utf-8")


def _notebook(lesson: Activity, lang: Language) -> nbformat.NotebookNode:
    return jupytext.reads(_read(lesson, NOTEBOOK, lang), fmt="md")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], list[nbformat.NotebookNode]]]:
    """Every notebook's code cells as they ran, one after the other in one light kernel, with one checker behind it.

    A program of the cell magic is judged in French only; in English it is the same, and is looked over without physics.
    """
    desk = tmp_path_factory.mktemp("desk")
    folder = desk / "run"
    cells = {(lesson.number, lang): _code(lesson, lang) for lesson, lang in BOTH}
    played = [cell for (_, lang), some in cells.items() for cell in some if lang == "fr" or not _magic(cell)]
    whole = nbformat.v4.new_notebook(cells=played)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(folder))
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
        patch.setenv("COBOT_LAB_LANG", "fr")
        resources = {"metadata": {"path": str(desk)}}
        NotebookClient(whole, timeout=180, allow_errors=True, resources=resources).execute()
    yield cells
    address = read_address(folder)
    if address is not None:
        os.kill(address.pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        while read_address(folder) is not None and time.monotonic() < deadline:
            time.sleep(0.02)


def _magic(cell: nbformat.NotebookNode) -> bool:
    return str(cell.source).startswith("%%cobot")


def _code(lesson: Activity, lang: Language) -> list[nbformat.NotebookNode]:
    return [cell for cell in _notebook(lesson, lang).cells if cell.cell_type == "code"]


def test_the_first_lessons_are_written() -> None:
    """Those a class begins with have a notebook and a sheet in both languages."""
    first = {lesson.number for lesson in LESSONS if int(lesson.number) <= 6}
    assert {"00", "01", "02", "03", "04"} <= first
    assert first <= {lesson.number for lesson in WRITTEN}
    assert first <= {lesson.number for lesson in TAUGHT}


@pytest.mark.parametrize(("lesson", "lang"), BOTH, ids=_name)
def test_a_notebook_runs(
    lesson: Activity, lang: Language, ran: dict[tuple[str, str], list[nbformat.NotebookNode]]
) -> None:
    cells = ran[lesson.number, lang]
    outputs = [output for cell in cells for output in cell.outputs]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []
    assert any("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in outputs)
    for cell in cells:
        if _magic(cell) and lang == "en":
            _understood(lesson, cell.source.split("\n", 1)[1])
            continue
        assert cell.execution_count
        if _magic(cell):
            shown = "\n".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
            assert re.search(r"^[✓✗] \S", shown, re.MULTILINE), shown
            assert not re.search(MISREAD, shown), shown


def _understood(lesson: Activity, source: str) -> None:
    """Check that a program has no word, place or step that its lesson does not know."""
    assert isinstance(lesson, Lesson)
    program, report = look_over(source, load_cell(lesson.cell), lesson.task, "python")
    assert program is not None
    assert [finding.code for finding in report.findings if re.match(MISREAD, finding.code.value)] == []


@pytest.mark.parametrize("lesson", WRITTEN, ids=_name)
def test_both_languages_have_the_same_cells_and_headings(lesson: Activity) -> None:
    french, english = (_notebook(lesson, lang).cells for lang in LANGUAGES)
    assert [cell.cell_type for cell in french] == [cell.cell_type for cell in english]
    assert [_shape(cell.source) for cell in french] == [_shape(cell.source) for cell in english]


def _shape(source: str) -> list[str]:
    """Give what a translation leaves as it is: headings, items, tables, folded parts, blank lines."""
    marks = (re.match(r"#+ |\d+\. |- |\||<details>|</details>|$", line) for line in source.split("\n"))
    return [found[0] for found in marks if found]


@pytest.mark.parametrize(("lesson", "lang"), BOTH, ids=_name)
def test_a_notebook_holds_what_a_lesson_needs(lesson: Activity, lang: Language) -> None:
    cells = _notebook(lesson, lang).cells
    screens = [cell for cell in cells if cell.cell_type == "code" and f'lesson("{lesson.number}"' in cell.source]
    assert len(screens) == 1
    assert screens[0].metadata["deletable"] is False
    assert screens[0].metadata["editable"] is False
    assert ('lang="en"' in screens[0].source) is (lang == "en")
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    wanted = {
        "fr": ("**Dans l’usine.**", "**Le but.**", "## À toi", "## Pour aller plus loin", "## Le métier"),
        "en": ("**In the factory.**", "**The goal.**", "## Your turn", "## To go further", "## The trade"),
    }[lang]
    assert [part for part in wanted if part not in text] == []
    assert text.count("<details>") == text.count("</details>") == 1
    goal = next(line for line in text.split("\n") if line.startswith(wanted[1]))
    assert len(re.findall(r"[.!?](?:\s|$)", goal.removeprefix(wanted[1]))) <= 3


@pytest.mark.parametrize(("lesson", "lang"), SHEETS, ids=_name)
def test_a_sheet_names_wrong_programs_that_are_there(lesson: Activity, lang: Language) -> None:
    text = _read(lesson, TEACHER, lang)
    linked = re.findall(r"\]\(([^)]*)\)", text)
    assert [name for name in linked if not (lesson.folder / name).is_file()] == []
    assert all(re.fullmatch(r"wrong_\w+\.py", name) for name in linked)
    assert isinstance(lesson, Discovery) or len(set(linked)) >= 4
    assert text.count("\n1. ") == 1
    assert len(re.findall(r"^\d\. .+ — \*\*.+\*\*$", text, re.MULTILINE)) == 5
    assert len(re.findall(r"\d+.(?:à \d+.|to \d+.)?min", text)) >= 2


@pytest.mark.parametrize("lesson", TAUGHT, ids=_name)
def test_both_sheets_name_the_same_programs_in_the_same_order(lesson: Activity) -> None:
    french, english = (_read(lesson, TEACHER, lang) for lang in LANGUAGES)
    assert re.findall(r"\]\(([^)]*)\)", french) == re.findall(r"\]\(([^)]*)\)", english)
    assert _shape(french) == _shape(english)


def _prose(text: str) -> str:
    """Give what people read: no code, no tags, no targets of links, no head of the file, no row of dashes."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "x", text)
    text = re.sub(r"^[|:-]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"<[^>\n]*>|\]\([^)\n]*\)", "", text)


EVERYTHING = [(lesson, form) for form, some in ((NOTEBOOK, WRITTEN), (TEACHER, TAUGHT)) for lesson in some]


@pytest.mark.parametrize(("lesson", "form"), EVERYTHING, ids=_name)
def test_french_is_written_with_its_spaces_and_signs(lesson: Activity, form: str) -> None:
    text = _prose(_read(lesson, form, "fr"))
    assert re.findall(r".{0,20}[^\N{NO-BREAK SPACE}\n|][;!?»](?=[\s*.,)|]|$)", text) == []
    assert re.findall(r".{0,20}[^\N{NO-BREAK SPACE}\s]:(?=\s|$)", text) == []
    assert re.findall(r".{0,20} [:;!?»%]", text) == []
    assert re.findall(r"«[^\N{NO-BREAK SPACE}].{0,20}", text) == []
    assert re.findall(r".{0,20}\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}", text) == []
    assert re.findall(r".{0,20}\w'\w", text) == []  # the apostrophe is ’
    assert not re.search(r"\berreurs?\b", text, re.IGNORECASE)


@pytest.mark.parametrize(("lesson", "form"), EVERYTHING, ids=_name)
def test_nobody_is_sent_to_the_network(lesson: Activity, form: str) -> None:
    for lang in LANGUAGES:
        assert not re.search(r"https?:|www\.|//\w|\b\w+\.(?:com|org|fr|io)\b", _read(lesson, form, lang))
