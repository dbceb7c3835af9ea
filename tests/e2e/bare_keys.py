"""Watches a window for names of words that stand on the screen in place of the words."""

import json
from collections.abc import Callable

from django.conf import settings
from playwright.sync_api import BrowserContext

LOCALE = settings.BASE_DIR / "frontend/src/locales/en.json"
WATCH = """(() => {
  const keys = new Set(%s);
  const named = ["aria-label", "title", "placeholder", "alt"];
  const judge = (text) => {
    for (const word of text?.match(/[a-z]\\w*(?:\\.\\w+)+/gi) ?? []) if (keys.has(word)) tellBareKey(word);
  };
  const look = (node) => {
    if (node.nodeType === Node.TEXT_NODE) judge(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    named.forEach((name) => judge(node.getAttribute(name)));
    node.childNodes.forEach(look);
  };
  const everything = { subtree: true, childList: true, characterData: true, attributeFilter: named };
  new MutationObserver((changes) => {
    for (const { type, target, attributeName, addedNodes } of changes) {
      if (type === "attributes") judge(target.getAttribute(attributeName));
      else if (type === "characterData") judge(target.data);
      else addedNodes.forEach(look);
    }
  }).observe(document, everything);
})()"""


def watch(context: BrowserContext, tell: Callable[[str], object]) -> None:
    keys = json.loads(LOCALE.read_text("utf-8"))
    context.expose_binding("tellBareKey", lambda _source, key: tell(f"{key} stands on the screen."))
    context.add_init_script(WATCH % json.dumps(list(keys)))
