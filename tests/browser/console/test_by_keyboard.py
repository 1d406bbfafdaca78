"""Without a mouse: from signing in to a program's stop at the arm, the journal and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import place
import pytest
import tour
from playwright.sync_api import sync_playwright

from cobot_lab.school.lesson import load_lesson

if TYPE_CHECKING:
    from playwright.sync_api import Page

TABS_MAX = 60
"""More presses of Tab than there are stops on any page."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[place.Running]:
    with place.running(tmp_path_factory.mktemp("keys") / "home", "--worlds", "0", "--scale", "0.4") as one:
        yield one


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, and can be seen to have it."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    else:
        raise AssertionError(f"{selector} is not reached")
    assert page.evaluate("document.activeElement.matches(':focus-visible')"), selector


def press(page: Page, selector: str, key: str = "Enter") -> None:
    page.wait_for_selector(selector)
    tab_to(page, selector)
    page.keyboard.press(key)


def test_a_referent_s_way_without_a_mouse(house: place.Running) -> None:
    number = house.hand_in("lou", place.sealed((load_lesson("01").folder / "solution.py").read_bytes()))
    wrong: list[str] = []
    with sync_playwright() as one:
        browser = tour.launched(one)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        tour.watched(page, house, wrong)
        sign_in(page, house)
        approve(page, number)
        press(page, f"a.to-arm[href='/arm/{place.POST}']")
        run_and_stop(page)
        press(page, "nav a[href='/journal']")
        page.wait_for_selector(".entries .row:not(.head-row)")
        press(page, ".right .act.main")
        page.wait_for_selector(".right .verdict.good")
        press(page, "header button")
        page.wait_for_selector("[name=password]")
        browser.close()
    assert wrong == []
    kinds = [entry.kind for entry in house.ring.journal.entries()]
    assert kinds[-6:] == ["approved", "opened", "consumed", "running", "ended", "aftermath"]


def sign_in(page: Page, house: place.Running) -> None:
    page.goto(f"{house.address}/sign-in")
    page.wait_for_function("document.activeElement.name === 'name'")
    page.keyboard.type("camille")
    tab_to(page, "[name=password]")
    page.keyboard.type(place.PASSWORD.format("camille"))
    page.keyboard.press("Enter")


def approve(page: Page, number: int) -> None:
    """Go from the queue to a program, think again, and approve it."""
    press(page, f"a[href='/program/{number}']")
    page.wait_for_selector(".verdict.good")
    press(page, "footer .act.main")
    page.wait_for_function("document.activeElement.matches('.dialog input[type=password]')")
    page.keyboard.press("Escape")
    page.wait_for_selector(".dialog", state="hidden")
    page.wait_for_function("document.activeElement.matches('footer .act.main')")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.dialog input[type=password]')")
    page.keyboard.type(place.PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=jusqu'à")


def run_and_stop(page: Page) -> None:
    """Prepare at the arm, say yes, run, stop, and say what the gripper holds."""
    page.wait_for_function("window.cobotLive?.frames() > 0")
    press(page, ".ready .act.main")
    press(page, ".enabling [role=checkbox]", "Space")
    press(page, ".enabling .act.main:not([disabled])")
    page.wait_for_selector(".act.run")
    tab_to(page, ".act.run")
    said = page.inner_text("[role=timer]")
    page.wait_for_function("said => document.querySelector('[role=timer]').textContent !== said", arg=said)
    assert page.evaluate("document.activeElement.matches('.act.run')")  # the clock takes nobody's place
    page.keyboard.press("Enter")
    page.wait_for_selector(".state-running")
    page.wait_for_function("parseFloat(document.getElementById('figure-progress').style.width) > 2")
    page.keyboard.press("Escape")
    page.wait_for_selector(".state-interrupted")
    press(page, ".ask button")
    page.wait_for_selector(".ask", state="detached")


def test_the_big_button_stops_by_keyboard_too(house: place.Running) -> None:
    with sync_playwright() as one:
        browser = tour.launched(one)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        tour.watched(page, house, [])
        tour.sign_in(page, house, "camille")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
        page.goto(f"{house.address}/arm/{place.POST}")
        page.wait_for_function("window.cobotLive?.frames() > 0")
        with page.expect_response("**/stop") as answer:
            press(page, "#stop", "Space")
        assert answer.value.status == 200
        assert [url for url in asked if url.endswith("/stop")] == [f"{house.address}/api/arms/{place.POST}/stop"]
        browser.close()
