"""The desk: notebooks of the lessons, copied once, and JupyterLab told to open one."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import jupytext
import nbclient
import pytest

from cobot_lab.school.lesson import activity_folders, load_lesson
from cobot_lab.service.client import Checker
from cobot_lab.ui.notebook.desk import lay_out, notebook_text
from cobot_lab.ui.terminal import lab
from cobot_lab.ui.terminal.app import main


def test_every_lesson_has_a_notebook_and_what_a_pupil_changed_stays(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    notebooks = lay_out(desk, "fr")
    assert len(notebooks) == len(activity_folders())
    for notebook in notebooks:
        document = json.loads(notebook.read_text(encoding="utf-8"))
        assert document["nbformat"] == 4
        assert {cell["cell_type"] for cell in document["cells"]} == {"markdown", "code"}
    notebooks[0].write_text("mine", encoding="utf-8")
    assert lay_out(desk, "fr") == notebooks
    assert notebooks[0].read_text(encoding="utf-8") == "mine"
    assert set(lay_out(desk, "en")).isdisjoint(notebooks)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_lessons_notebook_runs(tmp_path: Path, checker: Checker, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    notebook = jupytext.reads(notebook_text(load_lesson("01"), "fr" if lang == "fr" else "en"), fmt="md")
    client = nbclient.NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert codes
    assert all(output.output_type != "error" for cell in codes for output in cell.outputs)


def _ran(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[list[str], Mapping[str, str]]:
    seen: list[tuple[list[str], Mapping[str, str]]] = []

    def run(command: list[str], environment: Mapping[str, str]) -> int:
        seen.append((command, environment))
        return 0

    monkeypatch.setattr(lab, "_run", run)
    with pytest.raises(SystemExit) as left:
        main([*arguments])
    assert not left.value.code
    return seen[0]


def test_the_command_opens_the_lesson_in_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COBOT_LAB_LANG", "fr")
    command, environment = _ran(monkeypatch, "lab", "3", "--folder", str(tmp_path / "desk"), "--no-browser")
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert Path(command[3]) == tmp_path / "desk" / "03_six_fois.fr.ipynb"
    assert Path(command[3]).is_file()
    assert "--no-browser" in command
    assert not any("expose_app_in_browser" in word for word in command)
    folder = Path(environment["JUPYTER_CONFIG_PATH"].split(":")[0])
    settings = json.loads((folder / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/translation-extension:plugin"] == {"locale": "fr_FR"}
    (layout,) = Path(environment["JUPYTERLAB_WORKSPACES_DIR"]).iterdir()
    assert json.loads(layout.read_text(encoding="utf-8"))["data"]["layout-restorer:data"]["left"]["collapsed"]
    layout.write_text(layout.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")
    english, _ = _ran(monkeypatch, "--lang", "en", "lab", "--folder", str(tmp_path / "desk"))
    assert english[3].endswith("00_decouvrir_la_cellule.en.ipynb")
    assert "--no-browser" not in english
    assert "true" not in layout.read_text(encoding="utf-8"), "what a pupil opened is closed again"


def test_a_desk_that_cannot_be_written_is_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COBOT_LAB_LANG", "fr")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SystemExit) as left:
        main(["lab", "--folder", str(tmp_path / "file")])
    assert left.value.code == 2
    assert "Impossible" in capfd.readouterr().err


def test_without_jupyterlab_it_is_said(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COBOT_LAB_LANG", "fr")
    monkeypatch.setattr(lab, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as left:
        main(["lab"])
    assert left.value.code == 2
    assert "JupyterLab : il n'est pas installé" in capfd.readouterr().err.replace("\N{NO-BREAK SPACE}", " ")
