"""People called in a text: `@name`, and `name:` at the beginning as in older chats."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from chat.gist.han import folded
from chat.gist.marks import SOMEONE
from chat.gist.tokens import runs, stem

_SIGN = re.compile(r"(?<![A-Za-z0-9._-])@(?=\w)")


class Names:
    """Takes people out of texts: known ones, longest name first, and behind an `@` whatever stands up to a space."""

    def __init__(self, known: Iterable[str]) -> None:
        listed = sorted({name.strip() for name in known} - {""}, key=lambda name: (-len(name), name))
        self._listed = listed
        known_ones = "|".join(re.escape(name) for name in listed)
        someone = f"(?>{known_ones}|{SOMEONE})" if listed else f"(?>{SOMEONE})"
        self._at = re.compile(rf"(?<![A-Za-z0-9._-])@({someone})", re.IGNORECASE)
        # Possessive: a text full of names is gone through once.
        self._around = re.compile(
            rf"\A(?:[\s,，]*+@{someone}[\s,:，：]*+)++|(?:[\s,，]*+@{someone})++(?=\W*\Z)", re.IGNORECASE
        )
        self._first = re.compile(rf"\A\s*(?:{known_ones})\s*[:：,，]\s*", re.IGNORECASE) if listed else None

    @cached_property
    def words(self) -> frozenset[str]:
        """What the names are made of, as words are compared."""
        parts = (word for name in self._listed for run in runs(folded(name)) for word in run)
        return frozenset(map(stem, parts)) | frozenset(map(folded, self._listed))

    def without(self, text: str) -> str:
        """The text without anybody who is called in it."""
        bare = self._at.sub(" ", text) if "@" in text else text
        return self._first.sub("", bare) if self._first else bare

    def spoken(self, text: str) -> str:
        """The text as a sentence of its own: nobody is called at its ends; inside, a name is only a name."""
        bare = self._first.sub("", text) if self._first else text
        if "@" not in bare:
            return bare
        return _SIGN.sub("", self._at.sub(r"\1", self._around.sub("", bare))).strip()

    def called(self, text: str) -> str | None:
        """The first one who is called, folded."""
        if match := self._at.search(text) if "@" in text else None:
            return match[1].casefold()
        match = self._first.match(text) if self._first else None
        return match[0].strip(" \t\n:：,，").casefold() if match else None


@lru_cache(maxsize=8)
def names(known: frozenset[str]) -> Names:
    """The same people are asked about again and again."""
    return Names(known)
