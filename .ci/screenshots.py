"""The pictures of the README: a demo of its own in Chromium, one page after the other.

`.venv/bin/python .ci/screenshots.py` builds a demo in a temporary folder and ends it afterwards;
`--url http://127.0.0.1:8000` takes a demo that runs already.
"""

import argparse
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import services
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
LARGEST_BYTES = 120_000
PATIENCE_SECONDS = 300
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]


# ── The demo ──────────────────────────────────────────────────────────────────────────────


@contextmanager
def own_demo(env: dict[str, str]) -> Iterator[str]:
    url = f"http://127.0.0.1:{(port := services.free_port())}"
    up = [sys.executable, "manage.py", "up", "--demo", "--port", str(port)]
    portal = subprocess.Popen(up, cwd=ROOT, env=env)
    try:
        wait_for(url, portal)
        yield url
    finally:
        portal.send_signal(signal.SIGTERM)
        portal.wait()


def wait_for(url: str, portal: subprocess.Popen) -> None:
    patience = time.monotonic() + PATIENCE_SECONDS
    while portal.poll() is None and time.monotonic() < patience:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
    raise SystemExit("The demo did not start.")


def environment(var: str) -> dict[str, str]:
    """Named one by one, so that no .env of a developer reaches the demo."""
    return os.environ | {
        "YICHUANG_ENV": "demo",
        "DEMO": "on",
        "HTTPS": "off",
        "VAR_DIR": var,
        "STATIC_ROOT": f"{var}/static",
        "DATABASE_URL": f"sqlite:///{var}/yichuang.sqlite3",
        "REDIS_URL": "",
    }


def next_library(folder: str, env: dict[str, str]) -> Path:
    """The demo's library workbook as it might look one version later."""
    book = Path(folder) / "权力事项库.xlsx"
    write = [sys.executable, "manage.py", "demo", "--changed", "--workbook", str(book)]
    subprocess.run(write, cwd=ROOT, env=env, check=True)
    return book


# ── What is shown ─────────────────────────────────────────────────────────────────────────


def photograph(browser: Browser, url: str, workbook: Path) -> None:
    def arrive(username: str, screen=DESK) -> Page:
        context = browser.new_context(viewport=screen, base_url=url, locale="zh-CN")
        page = context.new_page()
        page.goto("/")
        if username:
            page.locator(f"[data-fills={username}]").click()
            page.locator("form[data-sign-in] button[type=submit]").click()
            page.locator(".tools__person").wait_for()
        return page

    keep(arrive(""), "sign-in")
    fill_in(arrive("renshe"))
    bring_a_workbook(arrive("renshe"))
    sign(arrive("gongan-head"))
    receipt(arrive("minzheng-head"))
    collect(arrive("shangcheng"))
    review(arrive("reviewer"))
    discuss(arrive("reviewer"))
    name_systems(arrive("reviewer"))
    chase(arrive("reviewer"))
    draft(arrive("reviewer"))
    look_after(arrive("admin"))
    administer(arrive("admin"), workbook)
    keep(arrive("renshe", PHONE), "phone")


def fill_in(page: Page) -> None:
    keep(page, "home")
    page.get_by_role("link", name="继续填报：补填对接事项清单").click()
    page.locator("fill-grid [data-state=invalid]").first.click()
    keep(page, "grid")


def bring_a_workbook(page: Page) -> None:
    """The unit's own workbook, filled in at home with a few slips of the pen."""
    page.get_by_role("link", name="继续填报：补填对接事项清单").click()
    page.get_by_role("link", name="Excel 填报").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载填报表").click()
    content = with_slips(download.value.path().read_bytes())
    book = {"name": "人社局填报.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(book)
    page.get_by_role("button", name="上传并核对").click()
    keep(page, "workbook")
    page.get_by_role("button", name="放弃上传").click()
    page.locator("dialog[open] [data-accepts]").click()


def with_slips(content: bytes) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    at = {cell.value: cell.column for row in sheet[4:5] for cell in row if cell.value}
    for number in range(6, 16):
        sheet.cell(number, at["联系人"]).value = "申示例"
    sheet.cell(8, at["办件量（件）"]).value = "约300"
    sheet.cell(9, at["联系方式"]).value = "1.990000E+10"
    sheet.cell(10, at["事项名称"]).value = "社保登记"
    sheet.cell(11, at["办件量（件）"]).value = "1.2万"
    sheet.delete_rows(20)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sign(page: Page) -> None:
    page.get_by_role("link", name="审核并报送").first.click()
    keep(page, "sign")


def receipt(page: Page) -> None:
    page.get_by_role("link", name="核对前150事项清单", exact=True).click()
    page.get_by_role("link", name="回执", exact=True).click()
    keep(page, "receipt")


def collect(page: Page) -> None:
    page.get_by_role("link", name="打开部门汇总表").click()
    keep(page, "matrix")
    page.get_by_role("link", name="首页").first.click()
    page.get_by_role("link", name="接用答案").first.click()
    keep(page, "take-over")


def review(page: Page) -> None:
    page.goto("/review/rows/")
    keep(page, "desk")
    page.goto("/review/")
    lists = page.locator("tbody tr", has_text="补填对接事项清单（市级部门）")
    odd = lists.filter(has=page.locator("strong"))
    odd.first.get_by_role("link").click()
    keep(page, "review")


def discuss(page: Page) -> None:
    page.goto("/objections/?state=discussed")
    page.locator("tbody a").first.click()
    keep(page, "objection")


def name_systems(page: Page) -> None:
    page.get_by_role("link", name="业务系统").click()
    keep(page, "systems")


def chase(page: Page) -> None:
    page.goto("/chasing/?when=overdue")
    for row in page.locator("tbody input[name=row]").all()[:3]:
        row.check()
    keep(page, "chasing")


def draft(page: Page) -> None:
    page.goto("/circulars/?state=draft")
    page.locator("tbody a").first.click()
    keep(page, "circular")


def look_after(page: Page) -> None:
    page.goto("/reminders/")
    keep(page, "ladder")
    page.goto("/calendar/")
    keep(page, "calendar")
    page.goto("/assessment/")
    page.locator("tbody a").first.click()
    keep(page, "assessment")
    page.goto("/operations/")
    keep(page, "operations")


def administer(page: Page, workbook: Path) -> None:
    page.get_by_role("link", name="杭智办〔2018〕2号").first.click()
    keep(page, "campaign")
    page.goto("/matters/library/")
    page.locator("input[type=file]").set_input_files(workbook)
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="放弃导入").wait_for()
    keep(page, "import")
    give_up(page)


def give_up(page: Page) -> None:
    """Leave a demo that somebody uses as it was found."""
    page.get_by_role("button", name="放弃导入").click()
    page.locator("dialog[open] [data-accepts]").click()
    page.get_by_role("button", name="放弃导入").wait_for(state="detached")


# ── The picture ───────────────────────────────────────────────────────────────────────────


def keep(page: Page, name: str) -> None:
    """Store what is visible, with as many colours as fit into LARGEST_BYTES."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    for colours in (256, 128, 64, 32):
        png = io.BytesIO()
        reduced = picture.quantize(colours, dither=Image.Dither.NONE)
        reduced.save(png, "PNG", optimize=True)
        if png.tell() <= LARGEST_BYTES:
            break
    (IMAGES / f"{name}.png").write_bytes(png.getvalue())
    print(f"{name}.png: {png.tell()} bytes, {colours} colours", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", help="the address of a demo that runs already")
    url = options.parse_args().url
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yichuang-pictures-") as var, sync_playwright() as p:
        env = environment(var)
        workbook = next_library(var, env)
        browser = p.chromium.launch(executable_path=services.chromium(), args=ARGUMENTS)
        if url:
            photograph(browser, url, workbook)
        else:
            with own_demo(env) as own:
                photograph(browser, own, workbook)


if __name__ == "__main__":
    main()
