"""`python -m tests.bench filters`: processor time that judging a message takes, with ten thousand words listed.

Beside it, in the same run, the plain way: looking for each word in the small letters of the message. It finds no
evasion, and every innocent word that holds a listed one. Each is run `RUNS` times and the quickest counts.

Last, all that a newcomer's message passes: the list, the signs of spam and what it resembles, and the mark by which
the same of others is found; of an ordinary message, and of a long one, made of such words and of what people said (the
good texts of the corpus of spam). Asking Redis for that mark comes on top.
"""

import random
import time
from collections.abc import Callable

from community.moderation.filters import letters
from community.moderation.filters.entries import Action, Entry
from community.moderation.filters.lists import WordList
from community.moderation.filters.sites import Site
from community.trust import sameness, spam
from tests.bench.systems import report
from tests.community.trust import corpus

WORDS, SITES = 10_000, 1_000
MESSAGES, LENGTH, LONG = 200, 120, 2_000  # characters
RUNS = 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SIGNS = "".join(map(chr, range(0x4E00, 0x5E00)))
HIDING = {"e": "е", "a": "ａ", "o": "0", "信": "信\u200b"}


def main(arguments: list[str]) -> None:
    chance = random.Random(7)
    words = [_word(chance) for _ in range(WORDS)]
    began = time.process_time()
    listed = WordList(
        [Entry(word, Action.MASK) for word in words],
        [Site(f"{_word(chance)}.example", Action.FLAG) for _ in range(SITES)],
    )
    compiling = time.process_time() - began
    for kind, messages in _corpora(chance, words).items():
        spent, hits = _quickest(lambda text: _judged(listed, text), messages)
        plain, found = _quickest(lambda text: sum(word in text.lower() for word in words), messages)
        report(
            "filters", "oxbow", words=WORDS, messages=kind, characters=LENGTH, message_ms=round(spent, 4), hits=hits,
            plain_ms=round(plain, 4), plain_hits=found, times_faster=round(plain / spent, 1),
            compile_s=round(compiling, 2),
        )  # fmt: skip
    talk = [text.words for text in corpus.different_ones() if not text.is_bad]
    for length in (LENGTH, LONG):
        for kind, word in (("words", lambda: _word(chance)), ("talk", lambda: chance.choice(talk))):
            messages = [_message(word, length) for _ in range(MESSAGES)]
            spent, hits = _quickest(lambda text: _screened(listed, text), messages)
            report(
                "screening", "oxbow", words=WORDS, messages=kind, characters=length, message_ms=round(spent, 4),
                hits=hits,
            )  # fmt: skip


def _judged(listed: WordList, text: str) -> int:
    letters.read.cache_clear()
    return len(listed.judge(text).hits)


def _screened(listed: WordList, text: str) -> int:
    """How much stands against a newcomer's text, which nobody has read before."""
    letters.read.cache_clear()
    found = len(listed.judge(text).hits) + len(spam.reasons(text))
    sameness.fingerprint(text)
    return found


def _word(chance: random.Random) -> str:
    return _of(chance, LETTERS, 4, 9) if chance.random() < 0.5 else _of(chance, SIGNS, 2, 4)


def _of(chance: random.Random, letters: str, least: int, most: int) -> str:
    return "".join(chance.choices(letters, k=chance.randint(least, most)))


def _corpora(chance: random.Random, words: list[str]) -> dict[str, list[str]]:
    """Messages without a listed word, and those in which every third word is one, half of them hidden."""
    innocent = [_message(lambda: _word(chance)) for _ in range(MESSAGES)]
    guilty = [_message(lambda: _guilty(chance, words)) for _ in range(MESSAGES)]
    return {"innocent": innocent, "guilty": guilty}


def _guilty(chance: random.Random, words: list[str]) -> str:
    if chance.random() > 1 / 3:
        return _word(chance)
    word = chance.choice(words)
    return "".join(HIDING.get(letter, letter) for letter in word) if chance.random() < 0.5 else word


def _message(word: Callable[[], str], length: int = LENGTH) -> str:
    text = ""
    while len(text) < length:
        text += f"{word()} "
    return text[:length]


def _quickest(judge: Callable[[str], int], messages: list[str]) -> tuple[float, int]:
    """Milliseconds a message, and how many hits there were in all."""
    spent, hits = [], 0
    for _ in range(RUNS):
        began = time.process_time()
        hits = sum(map(judge, messages))
        spent.append(time.process_time() - began)
    return 1000 * min(spent) / len(messages), hits
