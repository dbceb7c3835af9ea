"""Draws the app's icons as PNG from the SVG beside it: `python frontend/icons/draw.py`, after the mark changed."""

import os
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
MADE = HERE.parent / "public" / "icons"
# name: drawing, pixels. A maskable one is cut to any shape by the phone, so its river runs to the edges.
ICONS = {
    "any-192": ("any", 192),
    "any-512": ("any", 512),
    "maskable-192": ("maskable", 192),
    "maskable-512": ("maskable", 512),
    "apple-touch-icon": ("maskable", 180),
    "badge-96": ("badge", 96),
}


def draw(page: Page, name: str, drawing: str, pixels: int) -> None:
    svg = (HERE / f"{drawing}.svg").read_text()
    page.set_viewport_size({"width": pixels, "height": pixels})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
    page.screenshot(path=MADE / f"{name}.png", omit_background=True)


def main() -> None:
    MADE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        for name, (drawing, pixels) in ICONS.items():
            draw(page, name, drawing, pixels)
        browser.close()


if __name__ == "__main__":
    main()
