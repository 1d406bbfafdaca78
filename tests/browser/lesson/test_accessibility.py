"""Axe in every state of a lesson's screen: nothing serious, and nothing too small to be hit."""

from __future__ import annotations

import json
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from cobot_lab.paths import data_room

from ..guard import serious, small  # isort: skip
from ..lab import Lab, open_lesson  # isort: skip
from .page import LessonPage  # isort: skip

FIRST = data_room("lessons") / "01_prendre_deposer"
EDGE = (FIRST / "wrong_tray_edge.py").read_text(encoding="utf-8")
NO_REST = (FIRST / "wrong_no_rest.py").read_text(encoding="utf-8")


def test_nothing_serious_in_any_state(notebook_page: Page, lab: Lab) -> None:
    troubles = {}
    open_lesson(notebook_page, lab, lab.notebook("axe", "01"))
    for state in _states(LessonPage(notebook_page), lab):
        found = [*serious(notebook_page, ".cl"), *(f"small: {each}" for each in small(notebook_page, ".cl"))]
        if found:
            troubles[state] = found
    assert troubles == {}, json.dumps(troubles, indent=1, ensure_ascii=False)


def test_nothing_serious_in_the_lesson_that_is_driven_by_hand(notebook_page: Page, lab: Lab) -> None:
    open_lesson(notebook_page, lab, lab.notebook("axe", "00"))
    assert serious(notebook_page, ".cd") == []
    _half(notebook_page, ".cd")
    assert serious(notebook_page, ".cd") == []


def _states(lesson: LessonPage, lab: Lab) -> Iterator[str]:
    page = lesson.page
    yield "empty"
    lesson.write(EDGE)
    lesson.reads("move_by")
    yield "editing"
    page.click(".cl [data-tab=python]")
    yield "python"
    with lab.checker_held():
        page.click(".cl .cl-primary")
        page.wait_for_selector(".cl-progress:not([hidden])")
        yield "verifying"
    assert lesson.judged() == "failed"
    yield "failed, in Python"
    page.click(".cl [data-tab=blocks]")
    yield "failed"
    lesson.button("Indice").click()
    expect(page.locator(".cl-hints li")).to_have_count(1)
    yield "hint"
    lesson.write(NO_REST)
    page.wait_for_selector(".cl[data-state=editing]")
    assert lesson.check() == "failed"
    lesson.button("Réparation").click()
    expect(page.locator(".cl-row-in")).to_contain_text("repos")
    yield "fix"
    page.click(".cl .cl-accept")
    page.wait_for_selector(".cl[data-state=editing]")
    assert lesson.check() == "passed"
    yield "passed"
    yield from _looked_at_otherwise(page)


def _looked_at_otherwise(page: Page) -> Iterator[str]:
    tool = page.locator(".cl .cl-tool")
    tool.filter(has_text="En phrases").click()
    yield "sentences"
    tool.filter(has_text="En phrases").click()
    tool.filter(has_text="Revenir en arrière").click()
    yield "versions"
    page.click(".cl .cl-close")
    page.click(".cl .ct-told summary")
    yield "told"
    page.click(".cl .ct-jog summary")
    yield "driven by hand"
    page.click(".cl .ct-back")
    page.click(".cl .cl-display summary")
    page.locator(".cl .cl-menu input").check()
    yield "other font"
    page.locator(".cl .cl-menu input").uncheck()
    page.keyboard.press("Escape")
    tool.filter(has_text="English").click()
    page.wait_for_selector(".cl[lang=en]")
    yield "English"
    tool.filter(has_text="Français").click()
    page.wait_for_selector(".cl[lang=fr]")
    _half(page, ".cl")
    yield "zoom 200 %"


def _half(page: Page, root: str) -> None:
    """Zoom to 200 %: the page has half as many pixels each way."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})
    page.locator(root).scroll_into_view_if_needed()
