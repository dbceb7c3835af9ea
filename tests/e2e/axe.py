"""axe-core in the page: what it finds wrong, in the light and in the dark, and what does not fit."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from community.launch.webapp import FRONTEND

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colours are all that differs in the dark.
DARK = {"type": "rule", "values": ["color-contrast"]}
LIGHT = {"type": "tag", "values": TAGS}
RUN = """async ([runOnly, within]) => {
  await new Promise(requestAnimationFrame);
  const ends = (one) => one.effect.getComputedTiming().endTime !== Infinity;
  // What stands still out of sight never ends.
  const ended = Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));
  await Promise.race([ended, new Promise((passed) => setTimeout(passed, 3000))]);
  const { violations } = await axe.run(within || document, { runOnly, resultTypes: ["violations"] });
  // A menu hangs on its button wherever the page puts it, and a separator stands between two landmarks.
  const hangs = (id, { html }) => id === "region" && /data-reka-popper|role="separator"/.test(html);
  const told = (id, { html, any, all, none }) =>
    [id, html.slice(0, 200), ([...any, ...all, ...none][0] || {}).message || ""].join(" | ");
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter((node) => !hangs(id, node)).map((node) => told(id, node)));
}"""
# A part that is pushed over the edge, unless one can scroll to it there.
OVER_THE_EDGE = """() => {
  const scrolls = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const shown = ({ width, height }) => width > 1 && height > 1;
  const parts = document.querySelectorAll("button, a, input, textarea, select, h1, h2, h3, p, label, img");
  const over = [...parts].filter((one) => {
    const box = one.getBoundingClientRect();
    return shown(box) && (box.right > innerWidth + 1 || box.left < -1)
      && getComputedStyle(one).visibility === "visible" && !scrolls(one.parentElement);
  });
  // A list of chips or a line of code scrolls sideways on purpose; what is as high as a pane was pushed apart.
  const isPane = (one) => one.clientHeight > innerHeight / 2 && /auto|scroll/.test(getComputedStyle(one).overflowX);
  const panes = [document.documentElement, ...[...document.querySelectorAll("div, main, section")].filter(isPane)];
  const wide = panes.filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => `scrolls sideways: ${one.cloneNode(false).outerHTML.slice(0, 160)}`);
  return [...wide, ...over.map((one) => one.outerHTML.slice(0, 160))];
}"""


@cache
def source() -> str:
    return (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text()


def audit(page: Page, place: str, within: str = "") -> list[str]:
    """What is wrong with the page as it stands, or with a part of it, each with the place."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(source())
    found = _run(page, "light", LIGHT, within) + _run(page, "dark", DARK, within)
    return [f"{place}: {one}" for one in found]


def _run(page: Page, theme: str, rules: dict[str, Any], within: str) -> list[str]:
    page.evaluate("(theme) => void (document.documentElement.dataset.theme = theme)", theme)
    return [f"{theme}: {one}" for one in page.evaluate(RUN, [rules, within])]


def squeezed(page: Page, place: str, width: int, height: int) -> list[str]:
    """What no longer fits when the page is that small."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise(requestAnimationFrame)")
    over = page.evaluate(OVER_THE_EDGE)
    if before:
        page.set_viewport_size(before)
    return [f"{place} at {width}: {one}" for one in over]
