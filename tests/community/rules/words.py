"""The words of the web app, for tests of what it has to have words for."""

import json
from pathlib import Path

LOCALES = Path(__file__).parents[3] / "frontend" / "src" / "locales"


def english() -> set[str]:
    return set(json.loads((LOCALES / "en.json").read_text()))
