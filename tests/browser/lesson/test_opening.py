"""A lesson is there without a word about notebooks: nobody has to know that cells are run, or when."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from ..guard import Guard  # isort: skip
from ..lab import LESSON, Lab, lay_out_once, open_lesson  # isort: skip

FILES = "#jp-left-stack"
"""JupyterLab's list of files."""


def test_a_lesson_opens_by_itself_wherever_it_is_looked_at(
    notebook_page: Page, lab: Lab, desk: BrowserContext, guard: Guard
) -> None:
    page = notebook_page
    file = lab.notebook("early", "01")
    lay_out_once(lab.spaces, anew=True)
    page.goto(lab.page_of(file))
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")  # far too early: there is no kernel yet, and JupyterLab forgets it
    page.wait_for_selector(LESSON)
    expect(page.locator(".cl")).to_have_count(1)
    expect(page.locator(".cl .cl-primary")).to_be_in_viewport(ratio=1)

    second = desk.new_page()
    guard.watch(second)
    second.goto(lab.page_of(lab.notebook("second", "02")))
    second.wait_for_selector(LESSON)
    assert "/workspaces/auto-" in second.url  # JupyterLab gives a second tab a workspace of its own
    expect(second.locator(FILES)).to_be_hidden()
    second.close()

    lab.notebook("early", "01")  # as a page leaves it that was closed before it was saved; the kernel lives on
    open_lesson(page, lab, file)
    expect(page.locator(".cl .cl-primary")).to_be_visible()


def test_nothing_beside_a_notebook_is_run_by_looking_at_it(notebook_page: Page, lab: Lab) -> None:
    file = lab.notebook("stranger", "01")
    trace = file.with_name("was_run")
    for name in ("cobot_lab", "traitlets", "anywidget", "tomllib"):
        file.with_name(f"{name}.py").write_text(f"open({str(trace)!r}, 'w').close()\n", encoding="utf-8")
    open_lesson(notebook_page, lab, file)
    assert not trace.exists()
