"""A pupil's way through a lesson in a real JupyterLab: real kernel, real checker, real physics, one server for all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from cobot_lab.paths import data_room
from cobot_lab.service.checker import TIME_LIMIT

from .lab import Lab, in_view, launched, open_lesson, running_lab, watched  # isort: skip

LESSONS = data_room("lessons")
FIRST = LESSONS / "01_prendre_deposer"
RIGHT = (FIRST / "solution.py").read_text(encoding="utf-8")
EDGE = (FIRST / "wrong_tray_edge.py").read_text(encoding="utf-8")
NO_REST = 'prendre("magasin")\ndeposer("plateau")\n'
AXE = Path(__file__).parents[3] / "cobot_lab" / "ui" / "js" / "node_modules" / "axe-core" / "axe.min.js"
LONGEST = 1000 * TIME_LIMIT
"""The checker gives up after this time, and says so [ms]."""
SETTLED = ("failed", "passed", "unsure", "trouble")

expect.set_options(timeout=30_000)

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab") / "here") as one:
        yield one


@pytest.fixture(scope="module")
def painter(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright)
    yield browser
    browser.close()


@pytest.fixture
def opened(lab: Lab, painter: Browser, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open a lesson in a folder of its own; nothing but this machine may be asked, and no failure may pass."""
    outside: list[str] = []
    failed: list[str] = []
    pages: list[Page] = []

    def open_page(number: str = "01", lang: str = "fr") -> Page:
        page = painter.new_page(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
        pages.append(page)
        watched(page, outside)
        page.on("pageerror", lambda error: failed.append(str(error)))
        open_lesson(page, lab, lab.notebook(request.node.name[:40], number, lang))
        return page

    yield open_page
    for page in pages:
        page.close()
    assert outside == []
    assert failed == []


def write(page: Page, source: str) -> None:
    """Write a program in the Python face, and look at its blocks."""
    page.click(".cl [data-tab=python]")
    page.click(".cl .cobot-panel-python .cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    page.click(".cl [data-tab=blocks]")


def judged(page: Page) -> str:
    """Wait for the verdict and give the state."""
    page.wait_for_selector(",".join(f".cl[data-state={state}]" for state in SETTLED), timeout=LONGEST)
    return str(page.get_attribute(".cl", "data-state"))


def serious(page: Page) -> list[str]:
    """Give what axe finds serious in the lesson."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document.querySelector('.cl'), {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def test_from_wrong_to_handed_in(opened: Open) -> None:
    page = opened()
    assert page.get_attribute(".cl", "data-state") == "empty"
    write(page, EDGE)
    expect(page.locator(".cl .cobot-panel-blocks .blocklyDraggable", has_text="magasin").first).to_be_visible()
    page.click(".cl .cl-primary")
    assert judged(page) == "failed"
    finding = page.locator(".cl-finding[data-code=C01]")
    expect(finding).to_contain_text("touche le plateau")
    finding.click()
    expect(page.locator(".cl .cobot-refusal.blocklyDraggable").first).to_be_visible()
    sign = page.locator(".cl .ct-sign[data-code=C01]")
    at, shown = float(sign.get_attribute("data-t") or "nan"), float(page.locator(".cl .ct-range").input_value())
    assert abs(at - shown) < 0.02
    write(page, NO_REST)
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl-finding[data-code=G02]")
    assert judged(page) == "failed"
    page.click(".cl .cl-plain:has-text('Réparation')")
    page.wait_for_selector(".cl-row-in")
    page.click(".cl .cl-accept")
    page.wait_for_selector(".cl[data-state=editing]")
    page.click(".cl .cl-primary")
    assert judged(page) == "passed"
    assert page.locator(".cl-goal-true").count() == 3
    page.click(".cl .cl-plain:has-text('Rendre')")
    expect(page.locator(".cl-said")).to_contain_text("rendu")


def test_by_keyboard_alone(opened: Open) -> None:
    page = opened()
    write(page, RIGHT)
    page.focus(".cl [data-tab=blocks]")
    page.keyboard.press("x")
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert page.locator(".jp-CodeCell .cl").count() == 1
    page.keyboard.press("Control+Enter")
    assert judged(page) == "passed"


def test_the_loop_of_lesson_03_passes(opened: Open) -> None:
    page = opened("03")
    write(page, (LESSONS / "03_six_fois" / "solution.py").read_text(encoding="utf-8"))
    page.click(".cl .cl-primary")
    assert judged(page) == "passed"


def test_a_checker_killed_in_the_middle_costs_one_press(opened: Open, lab: Lab) -> None:
    page = opened()
    write(page, RIGHT)
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl-progress:not([hidden])")
    lab.kill_checker()
    assert judged(page) == "trouble"
    expect(page.locator(".cl-said")).to_contain_text("appuie encore sur Vérifier")
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl[data-state=passed]")


def test_reload_and_restart_lose_nothing(opened: Open) -> None:
    page = opened()
    write(page, RIGHT)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1000)
    page.click("[data-command='docmanager:save']")
    page.wait_for_timeout(2000)
    page.reload()
    page.wait_for_selector(".cl .cl-primary")
    in_view(page)
    expect(page.locator(".cl .cobot-panel-blocks .blocklyDraggable", has_text="magasin").first).to_be_visible()
    page.click("[data-command='notebook:restart-kernel']")
    page.click(".jp-Dialog .jp-mod-accept")
    expect(page.locator(".cl-veil")).to_contain_text("relance la cellule")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.wait_for_timeout(4000)
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector(".cl .cl-primary:visible")
    page.wait_for_selector(".cl-veil", state="hidden")
    in_view(page)
    expect(page.locator(".cl .cobot-panel-blocks .blocklyDraggable", has_text="magasin").first).to_be_visible()


def test_nothing_serious_for_axe(opened: Open) -> None:
    page = opened()
    found = {"empty": serious(page)}
    write(page, EDGE)
    page.click(".cl .cl-primary")
    assert judged(page) == "failed"
    page.click(".cl .cl-plain:has-text('Indice')")
    page.wait_for_selector(".cl-hints li")
    found["failed"] = serious(page)
    write(page, RIGHT)
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl[data-state=passed]")
    found["passed"] = serious(page)
    assert found == {name: [] for name in found}, json.dumps(found, indent=1, ensure_ascii=False)
