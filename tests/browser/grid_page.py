"""The fill-in grid as a person meets it: cells by row and field, keys, paste, pinyin."""

import json

from django.urls import reverse

SHEET = '<script id="sheet" type="application/json">'

PASTE = """([text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}"""

CLIPBOARD = """([text, html]) => {
  const blob = (type, content) => new Blob([content], { type });
  const types = { "text/plain": blob("text/plain", text) };
  if (html) types["text/html"] = blob("text/html", html);
  return navigator.clipboard.write([new ClipboardItem(types)]);
}"""


def middle(element):
    box = element.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class GridPage:
    def __init__(self, context, task):
        self.context, self.task = context, task
        self.page = context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.open()

    def open(self):
        self.page.goto(reverse("tasks:grid", args=[self.task.pk]))
        self.page.wait_for_selector(".fg-cell")

    def open_with(self, **more):
        """The page as the server sends it, with something more in its JSON."""

        def enrich(route):
            html = route.fetch().text()
            start = html.index(SHEET) + len(SHEET)
            end = html.index("</script>", start)
            sheet = json.loads(html[start:end]) | more
            body = f"{html[:start]}{json.dumps(sheet)}{html[end:]}"
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

        self.page.route("**/grid/", enrich)
        self.open()
        self.page.unroute("**/grid/")

    def cell(self, row, field):
        return self.page.locator(f'.fg-row[data-row="{row}"] [data-field="{field}"]')

    @property
    def rows(self):
        return self.page.locator(".fg-body .fg-row")

    def text(self, row, field):
        return self.cell(row, field).inner_text().strip()

    def state(self, row, field):
        return self.cell(row, field).get_attribute("data-state")

    def click(self, row, field, **options):
        self.cell(row, field).click(**options)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, row, field, text, end="Enter"):
        self.click(row, field)
        self.page.keyboard.type(text)
        self.press(end)

    def paste(self, row, field, text, html=None):
        self.click(row, field)
        self.page.evaluate(PASTE, [text, html])

    def paste_by_key(self, row, field, text, html=None):
        """The real clipboard of the browser and Ctrl+V."""
        self.click(row, field)
        self.page.evaluate(CLIPBOARD, [text, html])
        self.press("Control+v")

    @property
    def clipboard(self):
        return self.page.evaluate("navigator.clipboard.readText()")

    def pinyin(self, letters, text):
        """Letters as an input method composes them, then the words it commits."""
        session = self.composing(letters)
        session.send("Input.insertText", {"text": text})

    def composing(self, letters):
        """Letters composed and not yet committed; a key pressed meanwhile belongs to the method."""
        session = self.context.new_cdp_session(self.page)
        for end in range(1, len(letters) + 1):
            session.send(
                "Input.imeSetComposition",
                {"text": letters[:end], "selectionStart": end, "selectionEnd": end},
            )
        return session

    def drag(self, start, end):
        """Press the mouse on one element, move to another in steps, let go."""
        mouse = self.page.mouse
        mouse.move(*middle(start))
        mouse.down()
        mouse.move(*middle(end), steps=4)
        mouse.up()

    @property
    def handle(self):
        return self.page.locator(".fg-handle")

    def choose(self, item):
        """An item of the open menu."""
        self.page.get_by_role("menuitem", name=item).click()

    def wait_saved(self):
        self.wait_status("saved")

    def wait_status(self, status):
        self.page.wait_for_selector(f'.fg-save[data-status="{status}"]', timeout=8000)

    @property
    def save_line(self):
        return self.page.locator(".fg-save").inner_text()

    @property
    def notice(self):
        return self.page.locator(".fg-notice").inner_text()

    @property
    def notes(self):
        return self.page.locator(".fg-notes").inner_text()

    @property
    def in_hand(self):
        """Row and field of the cell in hand."""
        cell = self.page.locator(".fg-cell[data-focus]")
        row = cell.locator("xpath=..").get_attribute("data-row")
        return int(row), cell.get_attribute("data-field")
