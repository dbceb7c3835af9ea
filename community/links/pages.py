"""What a page says of itself, for the card below a link."""

import codecs
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from community.links.fetching import Answer, fetch

PAGE = 512 * 1024  # bytes: what a page says of itself stands at its beginning
TITLE, DESCRIPTION, SITE = 200, 300, 60  # characters
_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]，。；：！？、（）《》「」]+", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,20})", re.IGNORECASE)
_TRAILING = ".,;:!?)*_~"


@dataclass(frozen=True)
class Told:
    url: str
    site: str
    title: str
    description: str
    image: str


def first_link(body: str) -> str | None:
    """The first link in a text, as people write it: without the full stop behind it."""
    found = _LINK.search(body)
    return found[0].rstrip(_TRAILING)[:2000] if found else None


def look_at(url: str) -> Told | None:
    """What a page says of itself; nothing where it has no title. Raises what `fetch` raises."""
    return told(fetch(url, ("text/html", "application/xhtml"), PAGE))


def told(answer: Answer) -> Told | None:
    head = _Head()
    head.feed(_decoded(answer))
    said = head.said
    title = _line(said.get("og:title") or said.get("twitter:title") or head.title, TITLE)
    if not title:
        return None
    host = (urlsplit(answer.url).hostname or "").removeprefix("www.")
    image = said.get("og:image") or said.get("twitter:image") or ""
    return Told(
        answer.url, _line(said.get("og:site_name", ""), SITE) or host, title,
        _line(said.get("og:description") or said.get("description", ""), DESCRIPTION),
        urljoin(answer.url, image.strip()) if image.strip() else "",
    )  # fmt: skip


def _decoded(answer: Answer) -> str:
    declared = _DECLARED.search(answer.content[:4096])
    named = answer.charset or (declared[1].decode() if declared else "") or "utf-8"
    # Pages that say gb2312 are written in what came after it.
    charset = "gb18030" if named.lower() in ("gb2312", "gbk") else named
    try:
        codecs.lookup(charset)
    except LookupError:
        charset = "utf-8"
    return answer.content.decode(charset, "replace")


def _line(text: str, most: int) -> str:
    line = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    return line if len(line) <= most else line[: most - 1] + "…"


class _Head(HTMLParser):
    """Reads the title and the first of each meta element."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: dict[str, str] = {}
        self.title = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.said.setdefault((given.get("property") or given.get("name", "")).lower(), given.get("content", ""))
        self._inside = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.title += data
