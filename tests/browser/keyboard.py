"""The fill-in grid under somebody's keyboard: no mouse, only keys and the clipboard."""

from playwright.sync_api import expect

FIELDS = ["system_level", "system_name", "volume", "contact", "phone", "scope", "districts"]
LISTED = {"system_level", "scope"}


class Keyboard:
    """One person at the grid of `page`; cells are named by row (from 0) and field."""

    def __init__(self, page):
        self.page = page
        self.press, self.write = page.keyboard.press, page.keyboard.type
        expect(self.cell(0, "name")).to_be_visible()
        self.columns = page.locator(".fg-row[data-row='0'] .fg-cell").evaluate_all(
            "cells => cells.map((cell) => cell.dataset.field)"
        )

    def cell(self, row, field):
        return self.page.locator(f'.fg-row[data-row="{row}"] [data-field="{field}"]')

    @property
    def in_hand(self):
        return self.page.locator(".fg-cell[data-focus]")

    @property
    def notes(self):
        return self.page.locator(".fg-notes")

    def enter(self):
        """Walk from the top of the page into the cells with Tab."""
        for _step in range(60):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.matches('.fg-input')"):
                return
        raise AssertionError("Tab never reaches the cells")

    def go(self, row, field):
        self.press("Control+Home")
        for _step in range(row):
            self.press("ArrowDown")
        for _step in range(self.columns.index(field)):
            self.press("ArrowRight")
        expect(self.cell(row, field)).to_have_attribute("data-focus", "")

    def select(self, rows, columns):
        """Widen the selection by so many rows and columns."""
        for _step in range(columns):
            self.press("Shift+ArrowRight")
        for _step in range(rows):
            self.press("Shift+ArrowDown")

    def choose(self, label):
        """Open the list of the cell in hand and walk down to `label`."""
        self.press("Alt+ArrowDown")
        options = self.page.locator(".fg-option")
        expect(options.first).to_be_visible()
        for _step in range(options.count()):
            if self.page.locator(".fg-option[data-active]").inner_text() == label:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no option {label}")

    def tick(self, names):
        for name in names:
            self.write(name)
            self.press("Space")

    def fill(self, facts):
        """Fill in the row from the cell of its first fact, and go on to the next row."""
        for field, value in zip(FIELDS, facts, strict=True):
            if field in LISTED:
                self.choose(value)
            elif field == "districts":
                self.tick(() if value.startswith("全部") else value.split("、") if value else ())
            else:
                self.write(str(value))
            self.press("Tab")
        self.press("Tab")  # the remark

    def paste(self, text):
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+v")

    def expect_saved(self, progress=None):
        expect(self.page.locator(".fg-save")).to_have_attribute("data-status", "saved")
        if progress:
            expect(self.page.locator(".fg-progress-text")).to_contain_text(progress)
