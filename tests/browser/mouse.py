"""A hand on the mouse: blocks are taken from their drawers, hung in their places and filled in."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import FloatRect, Locator, Page, expect

GRIP = 12.0
"""Where a block is taken, from its corner [pixels]."""
STEPS = 4
_STILL = """(one) => new Promise((done) => {
  let last = '', same = 0;
  const look = () => {
    const { x, y, width, height } = one.getBoundingClientRect(), now = [x, y, width, height].join();
    same = now === last ? same + 1 : 0;
    last = now;
    if (same === 2) done();
    else requestAnimationFrame(look);
  };
  look();
})"""

_SHOWN = """(one, [x, y]) => {
  const there = document.elementFromPoint(x, y);
  return there !== null && (one.contains(there) || there.contains(one));
}"""
"""Whether what shows at a point is part of an element, or an element around it that takes its presses."""


@dataclass(frozen=True)
class Blocks:
    """The blocks of the lesson on a page.

    Attributes:
        page: The page.
    """

    page: Page

    def all(self, kind: str) -> Locator:
        """Give the blocks of a kind on the workspace, drawers and bin left out."""
        return self.page.locator(f".cl svg.blocklySvg .blocklyBlockCanvas g.cobot_{kind}:not(.blocklyShadow)")

    def one(self, kind: str, number: int = 0) -> Locator:
        """Give one of them, in the order in which they were made."""
        return self.all(kind).nth(number)

    def take(self, drawer: str, kind: str, x: float, y: float, number: int = 0) -> Locator:
        """Take a fresh block out of a drawer and let it go where a point of the page is.

        Args:
            drawer: Name of the drawer.
            kind: Of the block.
            x: Where its corner comes to lie [pixels].
            y: Likewise.
            number: Which of several of the kind.

        Returns:
            The new block.
        """
        before = {each.get_attribute("data-id") for each in self.all(kind).all()}
        self.page.get_by_role("treeitem", name=drawer, exact=True).click()
        fresh = self.page.locator(f".cl .blocklyFlyout .blocklyBlockCanvas > g.cobot_{kind}").nth(number)
        expect(fresh).to_be_visible()
        self._drag(_path(fresh), x, y)
        ids = {each.get_attribute("data-id") for each in self.all(kind).all()} - before
        assert len(ids) == 1, f"the {kind} from the drawer {drawer} is not there: {ids}"
        return self.page.locator(f'.cl svg.blocklySvg .blocklyBlockCanvas g[data-id="{ids.pop()}"]')

    def hang(self, drawer: str, kind: str, under: Locator, number: int = 0) -> Locator:
        """Hang a fresh block under another one."""
        box = _box(_path(under))
        return self.take(drawer, kind, box["x"] + 2, box["y"] + box["height"] + 2, number)

    def put_inside(self, drawer: str, kind: str, holder: Locator, *, other: bool = False, number: int = 0) -> Locator:
        """Put a fresh block into the mouth of another one; the other mouth is that of « sinon »."""
        x, y = self._mouth(holder, other=other)
        return self.take(drawer, kind, x, y, number)

    def move_inside(self, block: Locator, holder: Locator, *, other: bool = False) -> None:
        """Move a block, with all that hangs under it, into the mouth of another one."""
        self._drag(_path(block), *self._mouth(holder, other=other))

    def move_under(self, block: Locator, under: Locator) -> None:
        """Move a block, with all that hangs under it, under another one, which may hold it still."""
        aside = _box(self.page.locator(".cl svg.blocklySvg").first)
        self._drag(_path(block), aside["x"] + 0.6 * aside["width"], aside["y"] + 0.55 * aside["height"])
        box = _box(_path(under))
        self._drag(_path(block), box["x"] + 2, box["y"] + box["height"] + 2)

    def plug(self, drawer: str, kind: str, gap: Locator, number: int = 0) -> Locator:
        """Put a fresh value into a gap."""
        box = _box(_path(gap))
        return self.take(drawer, kind, box["x"] + 2, box["y"] + 2, number)

    def ask(self, drawer: str, kind: str, holder: Locator) -> Locator:
        """Put a fresh question into the gap of a block that decides, where nothing stands yet."""
        box = _box(holder.locator("> .blocklyOutlinePath").first)
        return self.take(drawer, kind, box["x"] + 2, box["y"] + 2)

    def press(self, kind: str) -> None:
        """Press a block of the workspace at its corner, where no field is."""
        box = _box(_path(self.one(kind)))
        self.page.mouse.click(box["x"] + GRIP, box["y"] + GRIP)

    def gap(self, block: Locator, number: int) -> Locator:
        """Give what stands in a gap of a block, counted from 0."""
        return block.locator("> g.blocklyBlock").nth(number)

    def write(self, gap: Locator, text: str) -> None:
        """Write into a field that stands in a gap, or in the block itself."""
        self._press(gap.locator(".blocklyField").first)
        field = self.page.locator(".blocklyHtmlInput")
        expect(field).to_be_visible()
        field.fill(text)
        field.press("Enter")
        expect(field).to_have_count(0)

    def choose(self, gap: Locator, words: str) -> None:
        """Choose from the list of a field, unless it is chosen already."""
        if words in (gap.locator(".blocklyDropdownText").last.text_content() or ""):
            return
        self._press(gap.locator(".blocklyDropdownField").last)
        item = self.page.locator(".blocklyDropDownDiv .blocklyMenuItem").get_by_text(words, exact=True)
        self._press(item)
        expect(item).to_have_count(0)

    def _press(self, what: Locator) -> None:
        """Press something where it shows: a hand does not scroll what is in its way, nor press what it cannot see."""
        box = _box(what)
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert what.evaluate(_SHOWN, [x, y]), f"{what} is out of sight, at {box}"
        self.page.mouse.click(x, y)

    def _mouth(self, holder: Locator, *, other: bool) -> tuple[float, float]:
        path = _box(_path(holder))
        otherwise = holder.locator("> .blocklyLabelField", has_text="sinon")
        if otherwise.count() == 0:
            return path["x"] + 16, path["y"] + 44
        label = _box(otherwise.first)
        return path["x"] + 16, label["y"] + label["height"] + 8 if other else path["y"] + 44

    def _drag(self, path: Locator, x: float, y: float) -> None:
        box = _box(path)
        mouse = self.page.mouse
        mouse.move(box["x"] + GRIP, box["y"] + GRIP)
        mouse.down()
        mouse.move(x + GRIP + 30, y + GRIP + 30, steps=STEPS)
        mouse.move(x + GRIP, y + GRIP, steps=STEPS)
        mouse.up()
        expect(self.page.locator(".blocklyDragging")).to_have_count(0)


def _path(block: Locator) -> Locator:
    """Give the shape of a block itself, without what hangs under it."""
    return block.locator("> .blocklyPath").first


def _box(what: Locator) -> FloatRect:
    """Give where something is, once it stands still: blocks are laid out in the pictures after they were let go."""
    what.evaluate(_STILL)
    box = what.bounding_box()
    assert box is not None, f"{what} is not on the page"
    return box
