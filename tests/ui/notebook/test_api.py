"""`check`, the cell magic, and how a report shows itself in a notebook."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import cobot_lab
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.findings import Report, Verdict
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import read
from cobot_lab.school.programs import ProgramStore
from cobot_lab.school.work import Work
from cobot_lab.service.client import Checker
from cobot_lab.service.trouble import Trouble
from cobot_lab.ui.notebook.api import contents
from cobot_lab.ui.notebook.magic import _asked, cobot

from .conftest import LESSON, RIGHT, WRONG, broken  # isort: skip


def _marked_up(html: str) -> str:
    """Give the text of a page, and see that every mark that opens closes."""
    open_, text = [], []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, _: object) -> None:
            open_.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_.pop() == tag

        def handle_data(self, data: str) -> None:
            text.append(data)

    Reader().feed(html)
    assert not open_
    return "".join(text)


def test_a_program_as_text_as_bytes_and_as_files(checker: Checker, tmp_path: Path) -> None:
    file = tmp_path / "p.py"
    file.write_text(RIGHT, encoding="utf-8")
    program, _ = read(RIGHT)
    assert program is not None
    blocks = tmp_path / "p.json"
    blocks.write_text(write_blocks(program), encoding="utf-8")
    ProgramStore(tmp_path, "01").save(Work("01", "python", RIGHT, "", in_step=False))
    found = [contents(each) for each in (RIGHT, RIGHT.encode(), file, str(file), blocks, tmp_path / "01.cobot.json")]
    assert found == [*[(RIGHT.encode(), "python")] * 4, (blocks.read_bytes(), "blocks"), (RIGHT.encode(), "python")]
    report = cobot_lab.check(blocks, lesson="01", checker=checker)
    assert isinstance(report, Report)
    assert report.verdict is Verdict.PASSED
    assert report.answer is not None
    assert report.answer.recording


def test_a_report_shows_the_line_with_a_caret(checker: Checker) -> None:
    report = cobot_lab.check(WRONG, lesson="01", checker=checker)
    assert report.codes == ("G02",)
    text = repr(report)
    assert re.search(r"ligne 2, à \d+,\d\Ws — ", text)
    assert '     2 │ deposer("plateau")\n       │ ^^^^^^^^^^^^^^^^^^\n' in text
    page = _marked_up(report._repr_html_())
    assert "^^^^^^^^^^^^^^^^^^" in page
    assert "✗ Ce programme ne peut pas encore aller sur le robot." in page
    assert report._repr_mimebundle_() == {"text/plain": text, "text/html": report._repr_html_()}


def test_what_a_pupil_wrote_is_never_taken_for_a_mark(checker: Checker) -> None:
    report = cobot_lab.check('afficher("<script>alert(1)</script>\n', lesson="01", checker=checker)
    assert "<script>" not in report._repr_html_()
    assert "<script>" in report.text()
    _marked_up(report._repr_html_())


def test_the_same_in_english_and_in_blocks(checker: Checker) -> None:
    program, _ = read(WRONG)
    assert program is not None
    report = cobot_lab.check(write_blocks(program), lesson="01", face="blocks", lang="en", checker=checker)
    assert re.search(r"block 2, “Place .*”, at \d", report.text())
    assert "lang='en'" in report._repr_html_()


def test_a_lesson_or_a_cell_and_not_both() -> None:
    for more in ({}, {"lesson": "01", "cell": "x"}):
        with pytest.raises(ValueError, match="lesson"):
            cobot_lab.check(RIGHT, **more)
    with pytest.raises(DescriptionError):
        cobot_lab.check(RIGHT, lesson="77")


@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.DISK_FULL, Trouble.DEFECT])
def test_without_an_answer_a_report_says_why_and_is_not_verified(tmp_path: Path, trouble: Trouble) -> None:
    report = cobot_lab.check(RIGHT, lesson="01", checker=Checker(tmp_path / "run", broken(trouble).launch))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert report.answer is None
    assert report.text().startswith("? ")
    assert report.trouble in _marked_up(report._repr_html_()).replace("&", "&")


def test_the_cell_magic_gives_the_same_verdict(checker: Checker) -> None:
    assert cobot("01", WRONG, checker).codes == ("G02",)
    assert cobot("--lesson 1 --lang en", RIGHT, checker).words.language == "en"


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("01", ("01", "fr")),
        ("01 --lang en", ("01", "en")),
        ("--lesson=03 --lang=en", ("03", "en")),
        ("--leçon 3", ("3", "fr")),
        ("", ("", "fr")),
        ("'", ("'", "fr")),
        ("01 --lang", ("01", "fr")),
    ],
)
def test_the_line_of_the_magic(line: str, asked: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COBOT_LAB_LANG", raising=False)
    assert _asked(line) == asked


@pytest.mark.parametrize(("line", "said"), [("", "%%cobot 01"), ("77", "« 77 »"), ("../../x", "« ../../x »")])
def test_a_magic_without_a_lesson_says_so(line: str, said: str) -> None:
    report = cobot(line, RIGHT)
    assert said in report.trouble.replace("\N{NO-BREAK SPACE}", " ")
    assert report.verdict is Verdict.NOT_VERIFIED


def test_a_notebooks_shell_runs_the_magic_without_a_traceback(checker: Checker) -> None:
    code = f"""
from IPython.core.interactiveshell import InteractiveShell
import sys
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "cobot_lab")
done = shell.run_cell('%%cobot 01\\n' + {WRONG!r})
assert done.success and done.result.codes == ("G02",), done
assert shell.run_cell('%%cobot 01\\nfor i in range(\\n').success
assert shell.run_cell('%%cobot\\n1/0').success
sys.exit(bool({{"pybullet", "roboticstoolbox", "spatialmath"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "ligne 2" in done.stdout


def test_a_wrong_program_of_the_lesson_by_its_path(checker: Checker) -> None:
    assert cobot_lab.check(LESSON / "wrong_unknown_place.py", lesson="01", checker=checker).codes == ("B01",)
