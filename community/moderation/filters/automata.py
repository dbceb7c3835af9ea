"""Many words that are looked for in one pass over a text."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick

T = TypeVar("T")


class Automaton(Generic[T]):
    """Words, each with what is known of it, compiled (Aho and Corasick, 1975).

    They are read byte by byte: a node looks through its branches one after the other, and of bytes there are fewer
    than of Chinese signs.
    """

    def __init__(self, words: Mapping[str, T]) -> None:
        self._compiled = ahocorasick.Automaton()
        for word, known in words.items():
            self._compiled.add_word(_bytes(word).decode("latin-1"), known)
        self._compiled.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, T]]:
        """What is known of each word of a text, with the index of its last character."""
        if not self._compiled:
            return
        raw, read, last = _bytes(text), 0, -1
        for end, known in self._compiled.iter(raw.decode("latin-1")):
            last += len(raw[read : end + 1].decode(errors="surrogatepass"))
            read = end + 1
            yield last, known

    def known(self, text: str) -> set[T]:
        """What is known of the words that a text has."""
        found = self._compiled.iter(_bytes(text).decode("latin-1")) if self._compiled else ()
        return {known for _, known in found}


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
