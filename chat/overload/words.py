"""How much there is to read in a text, counted in English words whatever the language."""

import re

# Characters a Chinese word: read aloud, 255 characters a minute are 158 words (Trauzettel-Klosinski & Dietz, "New
# International Reading Speed Texts IReST", IOVS 53(9), 2012). Languages take about the time that the same message takes
# in English (Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109, 2019).
CHARACTERS = 1.6
_CHARACTER = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_WORD = re.compile(r"\w+(?:['’.:/-]+\w+)*")  # an address is one word: nobody reads it letter by letter


def count(body: str) -> float:
    """Words of a text: each Latin word is one, each Chinese character a part of one."""
    rest, characters = _CHARACTER.subn(" ", body)
    return sum(1 for _ in _WORD.finditer(rest)) + characters / CHARACTERS
