"""A real browser for the tests: the machine's Chromium, headless, driven by Playwright; it reaches nothing but this machine."""

import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent
expect.set_options(timeout=PATIENCE * 1000)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


def chromium_path() -> str:
    """The Chromium that the set-up found or installed."""
    spec = importlib.util.spec_from_file_location("chromium", ROOT / "setup" / "chromium.py")
    assert spec is not None
    assert spec.loader is not None
    setup = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(setup)
    path = setup.find()
    assert isinstance(path, str), "make test-environment installs Chromium"
    return path


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        try:
            yield browser
        finally:
            await browser.close()


async def a_phone(browser: Browser, base: str) -> Page:
    """A small, cheap phone."""
    context = await browser.new_context(
        base_url=base, viewport={"width": 360, "height": 640}, device_scale_factor=2, locale="id-ID", has_touch=True
    )
    return await watched(context)


async def a_desk(browser: Browser, base: str) -> Page:
    """A counsellor's screen."""
    context = await browser.new_context(base_url=base, viewport={"width": 1100, "height": 760}, locale="id-ID")
    return await watched(context)


async def watched(context: BrowserContext) -> Page:
    """A page whose errors and refused resources are kept in `page.troubles`."""
    context.set_default_timeout(PATIENCE * 1000)
    page = await context.new_page()
    troubles: list[str] = []
    page.troubles = troubles  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    return page
