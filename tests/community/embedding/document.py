"""What docs/embed.md shows, for tests that do as it says."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "embed.md").read_text()
EXAMPLE = (DOCS / "embed-example.html").read_text()


def block(language: str, saying: str = "") -> str:
    """The one block of code in this language that says this."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    (found,) = (text for named, text in blocks if named == language and saying in text)
    return found


def events() -> dict[str, set[str]]:
    """What the page can hear, and what each event says."""
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE.partition("| event | says |")[2], re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", says.partition(":")[0])) for name, says in rows}
