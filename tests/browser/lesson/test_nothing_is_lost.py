"""Whatever is killed, closed or started anew: the program is there, and the next press works."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from cobot_lab.paths import data_room

from ..lab import Lab, in_view, open_lesson  # isort: skip
from .page import LessonPage  # isort: skip

SIX = (data_room("lessons") / "03_six_fois" / "solution.py").read_text(encoding="utf-8")
RIGHT = SIX.replace("for ", "vitesse(97)\nfor ", 1)
"""Fifty seconds of motion that nobody has asked for before: there is time to kill the checker in the middle."""


def test_a_killed_checker_a_reload_and_a_new_kernel_lose_nothing(notebook_page: Page, lab: Lab) -> None:
    page = notebook_page
    file = lab.notebook("lost", "03")
    open_lesson(page, lab, file)
    lesson = LessonPage(page)
    lesson.write(RIGHT)
    lesson.reads("pick", "place")

    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl-progress:not([hidden])")
    lab.kill_checker()
    assert lesson.judged() == "trouble"
    expect(page.locator(".cl-said")).to_contain_text("appuie encore sur Vérifier")
    assert lesson.check() == "passed"

    page.click("[data-command='docmanager:save']")
    expect(page.locator(".lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)
    page.reload()
    page.wait_for_selector(".cl .cl-primary")
    in_view(page)
    lesson.reads("pick", "place")
    assert lesson.state == "passed"  # the kernel lived on, and the verdict with it

    page.evaluate("document.querySelector('.cl').dataset.before = 'yes'")
    page.click("[data-command='notebook:restart-kernel']")
    page.click(".jp-Dialog .jp-mod-accept")
    page.wait_for_selector(".cl:not([data-before]) .cl-primary:visible")  # it opens by itself again
    expect(page.locator(".cl")).to_have_count(1)
    in_view(page)
    lesson.reads("pick", "place")
    assert lesson.check() == "passed"
