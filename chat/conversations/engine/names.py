"""Who is named in a text, and how: the people whom the room has heard of lately are looked for."""

import re
from collections.abc import Iterable

# How surely a name is a call: somewhere in the text, at its start, with a mark or known from elsewhere.
INSIDE, FIRST, ADDRESSED = 1, 2, 3

_HAN = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_WORD = re.compile(
    rf"(@?)([^\W{_HAN}]+(?:[\[\]\\^{{}}|`-]+[^\W{_HAN}]*)*|[\[\]\\^{{}}|`_]+[^\W{_HAN}]+[\[\]\\^{{}}|`\w-]*)"
)
_IS_HAN = re.compile(rf"[{_HAN}]")
_TAIL = re.compile(r"[_`|^\-\[\]\\{}]+")
_MOST = 3  # names kept of one message
_SHORTEST = 2
_FEW = 60  # words of a text that are looked at


class People:
    """The speakers that names are looked for, each with a number. The number is never given again."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._next = 0
        self._called: dict[str, int] = {}  # every way to write a name, in lower case
        self._han: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def number(self, author: str) -> int:
        """The number of a speaker, who is known from now on."""
        number = self._ids.get(author)
        if number is None:
            number = self._ids[author] = self._next
            self._next += 1
            self._know(author, number)
        return number

    def rename(self, old: str, new: str) -> None:
        """Somebody goes by another name from now on, and is the same person."""
        number = self.number(old)
        self._ids[new] = number
        self._know(new, number)

    def forget(self, keep: set[int]) -> None:
        """Forget everybody but these."""
        for book in (self._ids, self._called, self._han):
            for name in [name for name, number in book.items() if number not in keep]:
                del book[name]

    def _know(self, author: str, number: int) -> None:
        name = author.lower()
        if name.isdecimal():
            return  # an id, or a number: no text means somebody by it
        if _IS_HAN.search(name):
            self._han[name] = number
            return
        self._called[name] = number
        for short in (_TAIL.sub("", name), re.sub(r"[\d_`|^-]+$", "", name)):
            if len(short) > _SHORTEST:
                self._called.setdefault(short, number)

    def named(self, text: str) -> list[tuple[int, int, str]]:
        """Who is named: number, how surely it is a call, and the name as written, the surest first; at most three."""
        found: dict[int, tuple[int, str]] = {}
        for number, sure, written in self._latin(text):
            if number not in found or found[number][0] < sure:
                found[number] = (sure, written)
        for name, number in self._han.items():
            if (place := text.lower().find(name)) >= 0:
                found[number] = (_how(text, place, place + len(name)), name)
        ranked = sorted(((number, *how) for number, how in found.items()), key=lambda one: -one[1])
        return ranked[:_MOST]

    def _latin(self, text: str) -> Iterable[tuple[int, int, str]]:
        for count, match in enumerate(_WORD.finditer(text[:2000])):
            if count >= _FEW:
                return
            sure = ADDRESSED if match[1] else _how(text, match.start(), match.end())
            if (number := self._meant(match[2].lower(), sure)) is not None:
                yield number, sure, match[2]

    def _meant(self, word: str, sure: int) -> int | None:
        number = self._called.get(word)
        if number is None and len(word) > _SHORTEST:
            number = self._called.get(word.rstrip("_`|^-"))
            if number is None and sure == ADDRESSED:
                number = self._begun(word)
        return number

    def _begun(self, start: str) -> int | None:
        """The one person whose name begins so: people are addressed in short."""
        fitting = {number for name, number in self._called.items() if name.startswith(start)}
        return fitting.pop() if len(fitting) == 1 else None


def _how(text: str, start: int, end: int) -> int:
    marked = text[end : end + 2].lstrip()[:1] in (":", ",", "：", "，", ">", "-", ";")
    if not text[:start].strip("@ <"):
        return ADDRESSED if marked else FIRST
    return FIRST if not text[end:].strip(" .!?:)(") and text[:start].rstrip()[-1:] in (",", "，") else INSIDE


def without(text: str, written: Iterable[str]) -> str:
    """The text without these names."""
    for name in written:
        text = re.sub(rf"@?{re.escape(name)}[:,：，]?", " ", text, count=3, flags=re.IGNORECASE)
    return text.strip()
