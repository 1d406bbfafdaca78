"""Without a mouse: a lesson from its start to the verdict, and keys that belong to the lesson, in every notebook."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ..lab import Lab, open_lesson  # isort: skip
from .page import LessonPage  # isort: skip

TABS_MAX = 60
"""More presses of Tab than there are stops on the way."""
SETTLES = 300
"""How long a notebook may take until the focus stays where it is [ms]."""
COMMANDS = ("x", "d", "d", "a", "b", "v", "z", "m", "y", "0", "0", "Escape", "x")
"""What a notebook takes single keys for: cut, delete, new cells, restart."""


def test_lesson_01_by_keyboard_alone(notebook_page: Page, lab: Lab) -> None:
    page, keys = notebook_page, notebook_page.keyboard
    open_lesson(page, lab, lab.notebook("keys_01", "01"))
    lesson = LessonPage(page)
    _tab_to(page, "[data-tab=blocks]")
    _until(page, "document.activeElement.matches('.cl .blocklyWorkspaceSelectionRing')", "Tab")
    _until(page, "document.activeElement.ariaLabel?.startsWith('afficher')", "ArrowDown")
    # The toolbox opens at its first drawer, then at the one that was open last.
    for kind, ways in (("pick", ["ArrowDown"]), ("place", []), ("go_to_rest", ["ArrowUp"])):
        _from_toolbox(page, ways, 1 if kind == "place" else 0)
        expect(lesson.blocks.one(kind)).to_be_attached()
    _tab_to(page, "[data-tab=blocks]")
    keys.press("ArrowRight")
    _tab_to(page, ".cm-content")
    text = page.locator(".cl .cobot-panel-python .cm-content")
    expect(text).to_contain_text('deposer("magasin")')
    keys.press("Control+a")
    keys.type('afficher("Bonjour")\nprendre("magasin")\ndeposer("plateau")\n')
    keys.press("Control+Enter")
    assert lesson.judged() == "failed"
    keys.press("Escape")  # Tab indents, until this is pressed
    keys.press("Tab")
    _help_to_the_end(page)
    keys.press("Control+Enter")
    assert lesson.judged() == "passed"
    expect(page.locator(".cl-said")).to_contain_text("Réussi")
    _tab_to(page, ".ct-range")
    keys.press("Home")
    keys.press("PageDown")
    assert lesson.instant() == 0.0
    keys.press("PageUp")
    assert lesson.instant() > 0.0
    _by_hand_and_back(page)
    _no_key_reaches_through(page)


def test_no_key_of_notebook_7_reaches_through_the_lesson(notebook_page: Page, lab: Lab) -> None:
    open_lesson(notebook_page, lab, lab.notebook("keys_notebook", "01"), "notebooks")
    _no_key_reaches_through(notebook_page)


def _no_key_reaches_through(page: Page) -> None:
    """Press what a notebook takes for commands wherever the lesson can have the focus: nothing of it is obeyed."""
    before = _cells(page)
    for place in (".cl [data-tab=blocks]", ".cl .cl-primary", ".cl .ct-range", ".cl canvas"):
        one = page.locator(place).first
        one.focus()
        page.wait_for_timeout(SETTLES)
        one.focus()  # a notebook takes the focus to the next cell some time after it has run one
        for key in COMMANDS:
            page.keyboard.press(key)
    page.locator(".cl [data-tab=blocks]").click()
    LessonPage(page).blocks.press("show")
    for key in COMMANDS:
        page.keyboard.press(key)
    assert _cells(page) == before
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".cl").count() == 1


def _help_to_the_end(page: Page) -> None:
    """Take every hint, and then the repair; the focus is never lost on the way."""
    keys = page.keyboard
    _until(page, "document.activeElement.textContent === 'Indice'", "Tab")
    for count in range(1, 5):
        keys.press("Enter")
        expect(page.locator(".cl-hints li")).to_have_count(count)
    assert page.evaluate("document.activeElement.textContent") == "Indice 4 sur 4"
    _until(page, "document.activeElement.textContent === 'Réparation'", "Tab")
    keys.press("Enter")
    expect(page.locator(".cl-row-in")).to_contain_text("repos")
    _tab_to(page, ".cl-accept")
    keys.press("Enter")
    page.wait_for_selector(".cl[data-state=editing]")
    assert page.evaluate("document.activeElement.textContent") == "Vérifier"


def _by_hand_and_back(page: Page) -> None:
    """Drive the arm by its axes and its tool, and go back to the film."""
    keys = page.keyboard
    _tab_to(page, ".ct-jog summary")
    keys.press("Enter")
    expect(page.locator(".cl .ct-timeline")).to_be_hidden()
    tool = page.locator(".cl .ct-position").first
    for stop, key in ((".ct-axis input", "ArrowRight"), (".ct-ways button", "Space")):
        before = tool.inner_text()
        _tab_to(page, stop)
        keys.press(key)
        expect(tool).not_to_have_text(before)
    _tab_to(page, ".ct-back")
    keys.press("Enter")
    expect(page.locator(".cl .ct-timeline")).to_be_visible()
    assert page.evaluate("document.activeElement.matches('.cl .ct-jog summary')")


def _cells(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.jp-Cell')].map((cell) => cell.className.match(/jp-(Code|Markdown|Raw)Cell/)[1]"
        " + (cell.querySelector('.jp-InputArea .cm-content')?.textContent ?? ''))"
    )
    return found


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until something in the lesson has the focus."""
    _until(page, f"document.activeElement.matches('.cl {selector}')", "Tab")


def _until(page: Page, true: str, key: str) -> None:
    for _ in range(TABS_MAX):
        if page.evaluate(true):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never made it true: {true}; {page.evaluate('document.activeElement.outerHTML')[:200]}")


def _from_toolbox(page: Page, drawer: list[str], down: int) -> None:
    """Take a block from a drawer: T for the toolbox, arrows to the block, Enter to take and Enter to let go."""
    for key in ("t", *drawer, "ArrowRight", *(["ArrowDown"] * down), "Enter", "Enter"):
        page.keyboard.press(key)
