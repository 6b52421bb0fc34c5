"""Pictures: every drawing of `content/pictures` as a small PNG beside it, for channels that show no SVG. Run after a change."""

import asyncio
import importlib.util
from pathlib import Path

from playwright.async_api import async_playwright

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "content" / "pictures"


def chromium_path() -> str:
    spec = importlib.util.spec_from_file_location("chromium", ROOT / "setup" / "chromium.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return str(found.find())


async def render() -> None:
    """Each SVG in a page of its own size."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        page = await browser.new_page(viewport={"width": 480, "height": 320})
        for drawing in sorted(FOLDER.glob("*.svg")):
            await page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing.read_text(encoding='utf-8')}")
            await page.screenshot(path=drawing.with_suffix(".png"))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(render())
