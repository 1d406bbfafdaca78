"""The pages in a real Chromium: a referent's way from queue to journal, and what people write never runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import place
import pytest
import tour
from playwright.sync_api import sync_playwright

from cobot_lab.school.lesson import load_lesson

from ..guard import serious  # isort: skip

if TYPE_CHECKING:
    from playwright.sync_api import Playwright


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[place.Running]:
    folder = tmp_path_factory.mktemp("console") / "home"
    with place.running(folder, "--worlds", "2", "--scale", "0.4") as one:
        yield one


@pytest.fixture(scope="module")
def browsers() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


def test_a_referent_s_way_from_the_queue_to_the_journal(house, browsers):
    number = house.hand_in("lou", place.sealed((load_lesson("01").folder / "solution.py").read_bytes()))
    browser, wrong = tour.launched(browsers), []
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    tour.watched(page, house, wrong)
    seen, unfit = {}, {}
    for name in tour.tour(page, house, number):
        seen[name] = page.inner_text("body")
        assert page.evaluate("document.documentElement.scrollHeight") <= 768, name
        unfit[name] = serious(page, "html", ".twin")
    assert {name: found for name, found in unfit.items() if found} == {}
    assert wrong == []
    browser.close()
    assert "à décider" in seen["queue"]
    review = seen["review"]
    for said in ("Distance la plus faible", "Vitesse la plus haute", "2 sur 2 réussissent", "l’ébauche", "+ Prendre"):
        assert said in review, said
    assert "quelqu'un l'a arrêté" in seen["stopped"]
    assert "Que tient la pince" in seen["stopped"]
    assert "fin du passage" in seen["journal"]
    assert "aucune changée" in seen["journal"]
    kinds = [entry.kind for entry in house.ring.journal.entries()]
    assert kinds[-6:] == ["approved", "opened", "consumed", "running", "ended", "aftermath"]


def test_a_failed_answer_does_not_end_the_looking_at_an_arm(house, browsers):
    known = {"state": "none", "bundle": "", "q": [0.0] * 6, "planned": None}
    unknown = {**known, **dict.fromkeys(("width", "progress", "duration", "error", "joint_speed"))}
    answers = iter([{"status": 500, "body": "none"}, {"body": "no JSON"}, {"json": unknown}])
    browser, wrong, asked = tour.launched(browsers), [], []
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    tour.watched(page, house, wrong)
    tour.sign_in(page, house, "camille")

    def answer(route):
        asked.append(route)
        route.fulfill(**next(answers, {"json": unknown}))

    page.route("**/now", answer)
    page.goto(f"{house.address}/arm/twin:ur3e")
    page.wait_for_function("document.getElementById('figure-time')?.textContent === '– / –'")
    assert page.inner_text("#figure-speed") == page.inner_text("#figure-error") == "–"
    while len(asked) <= 4:
        page.wait_for_timeout(50)
    assert wrong == []
    browser.close()


def test_nothing_that_people_write_runs(house, browsers):
    number = house.hand_in(place.NASTY, place.sealed(place.nasty()))
    browser, wrong = tour.launched(browsers, "--disable-3d-apis"), []
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    tour.watched(page, house, wrong)
    tour.sign_in(page, house, "camille")
    page.wait_for_selector(f"a[href='/program/{number}']")
    assert place.NASTY in page.inner_text(".queue")
    page.goto(f"{house.address}/program/{number}")
    page.wait_for_selector(".verdict.good")
    page.wait_for_selector(".twin .ct-message:not([hidden])")
    shown = page.inner_text(".procedure") + page.inner_text(".changes")
    for payload in place.PAYLOADS:
        assert payload in shown, payload
    page.click(".q-tab:has-text('Texte')")
    page.wait_for_selector(".source")
    text = page.inner_text(".source")
    assert all(payload in text for payload in place.PAYLOADS)
    for word in place.PAYLOADS:
        page.click("footer .act:has-text('Renvoyer')")
        page.fill(".dialog textarea", word)
        page.click(".dialog .act.main")
        page.wait_for_selector(".dialog textarea", state="hidden")
        page.wait_for_function("(word) => document.querySelector('.finding')?.textContent.includes(word)", arg=word)
    page.goto(f"{house.address}/journal")
    page.wait_for_selector(".entries .row:not(.head-row)")
    journal = page.inner_text(".entries")
    assert all(payload in journal for payload in place.PAYLOADS)
    assert page.evaluate("window.bitten") is None
    tour.sign_in(page, house, place.NASTY)
    page.wait_for_selector(".own .row")
    assert place.PAYLOADS[-1] in page.inner_text(".own")
    assert place.NASTY in page.inner_text(".who")
    page.wait_for_timeout(1000)
    assert page.evaluate("window.bitten") is None
    assert wrong == []
    browser.close()
