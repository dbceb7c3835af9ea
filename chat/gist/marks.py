"""A message as it reads aloud: without Markdown's marks, with its links and code taken note of.

What a member writes decides how long these patterns look: each span has an end.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

MOST = 4000  # characters of a message that are read
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_FENCE = re.compile(r"```(?:[\w+.-]{0,30}[ \t]*\n)?(.*?)(?:```|\Z)", re.DOTALL)
_TICKS = re.compile(r"`([^`\n]{1,300})`")
_COMMAND = re.compile(r"(?=[\x20-\x7e]{6,})\S+[\s/=.-]\S*")
# Behind an `@` whom nobody knows: Latin letters, or a few Chinese characters up to a space.
SOMEONE = r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}|[^\s@，。！？,.!?A-Za-z0-9]{1,6}(?=\s|\Z))"
LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s<>\"'`|\u3000-\u303f\u3400-\u9fff\uff00-\uffef]{1,500}", re.IGNORECASE
)
_LABELLED = re.compile(r"!?\[([^\[\]\n]{0,200})\]\(\s*([^()\s]{0,500})[^()\n]{0,100}\)")
_RULE = re.compile(r"^(?=[^\n]*--)[|: \t-]++$", re.MULTILINE)
_HEAD = re.compile(r"^[ \t]*(?:#{1,6}\s+|[-*+•][ \t]+)", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)([^\n]{1,300}?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<!\w)([*_])(?=\S)([^*_\n]{1,300}?)(?<=\S)\1(?!\w)")
_MARKS = re.compile(r"[`*_~#>|\[]|^[ \t]*[-+•]", re.MULTILINE)


@dataclass(frozen=True)
class Parsed:
    """A message's words, with line ends and with bare links in place, and what was found in it."""

    plain: str
    links: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


def parsed(text: str) -> Parsed:
    """Read a Markdown text. What others said, quoted in it, is left out unless there is nothing else."""
    seen = _within(_UNSEEN.sub("", text), MOST)
    if not _MARKS.search(seen):
        return Parsed(seen.strip(), tuple(links_in(seen)))
    return _read(seen)


def plain(text: str) -> str:
    """A text without marks, code blocks and links."""
    return unlinked(parsed(text).plain)


def unlinked(text: str) -> str:
    """A text without its links."""
    return LINK.sub(" ", text) if "://" in text or "www." in text else text


def links_in(text: str) -> list[str]:
    """The bare links of a text, each once."""
    return list(dict.fromkeys(text[start:end] for start, end in link_spans(text)))


def link_spans(text: str) -> list[tuple[int, int]]:
    """Where the links of a text begin and end; the point behind a link is not part of it."""
    if "://" not in text and "www." not in text:
        return []
    return [(match.start(), match.start() + len(_ended(match[0]))) for match in LINK.finditer(text)]


def host(link: str) -> str:
    """The site that a link leads to."""
    return re.split(r"[/?#]", re.sub(r"^\w[\w+.-]*://", "", link), maxsplit=1)[0]


def _ended(link: str) -> str:
    """A link without the punctuation of the sentence around it; a bracket that it opens itself belongs to it."""
    bare = link.rstrip(".,;:!?…*_")
    while bare.endswith((")", "]", "}")) and bare.count(bare[-1]) > bare.count("([{"[")]}".index(bare[-1])]):
        bare = bare[:-1].rstrip(".,;:!?…*_")
    return bare


def one_line(text: str) -> str:
    return " ".join(text.split())


def _within(text: str, most: int) -> str:
    """The beginning of a text, up to the last space before `most`: a link is not cut."""
    if len(text) <= most:
        return text
    head = text[:most]
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[:space] if space > most - 600 else head


def _read(text: str) -> Parsed:
    fences = [match[1].strip() for match in _FENCE.finditer(text)]
    bare = _FENCE.sub("\n", text)
    spoken = _QUOTE.sub("", bare)
    body = spoken if spoken.strip() else bare.replace(">", " ")
    commands = [match[1] for match in _TICKS.finditer(body) if _COMMAND.fullmatch(match[1].strip())]
    labelled = [match[2] for match in _LABELLED.finditer(body) if LINK.match(match[2])]
    body = _LABELLED.sub(r"\1", body)
    links = dict.fromkeys([*labelled, *links_in(body)])
    return Parsed(_unmarked(body).strip(), tuple(links), tuple(filter(None, [*fences, *commands])))


def _unmarked(text: str) -> str:
    """A text without marks; links keep theirs, an underscore in an address is no mark."""
    level = _HEAD.sub("", _RULE.sub("", text))
    edges = [0, *(edge for span in link_spans(level) for edge in span), len(level)]
    parts = [level[start:end] for start, end in pairwise(edges)]
    return "".join(part if at % 2 else _bare(part) for at, part in enumerate(parts))


def _bare(text: str) -> str:
    text = _TICKS.sub(r"\1", text)
    text = _SLANTED.sub(r"\2", _STRONG.sub(r"\2", text))
    return text.replace("|", " ")
