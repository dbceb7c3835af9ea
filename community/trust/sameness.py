"""Whether two texts are the same to whoever reads them, whatever look-alikes, links and numbers stand in them."""

import re
from hashlib import blake2b

from community.moderation.filters.letters import read

ENOUGH = 16  # letters, Chinese signs counting twice: "好的" and "good morning" are said again and again
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'`（）「」『』，。；！？]+", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_REST = re.compile(r"[\W\d_]+")
_SIGN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def fingerprint(body: str, *, is_doubtful: bool = True) -> str | None:
    """The same for texts that say the same; None for those so short that everybody repeats them.

    Args:
        is_doubtful: whether look-alikes and the like are read as what they look like, which takes ten times as long.
    """
    plain, links = _ADDRESS.subn(" ", body)
    if not links and len(plain) * 2 < ENOUGH:
        return None
    letters = _NUMBERS.sub("0", read(plain).text) if is_doubtful else _REST.sub("", plain.casefold())
    if not links and len(letters) < ENOUGH and len(letters) + len(_SIGN.findall(letters)) < ENOUGH:
        return None
    return blake2b(f"{letters} {bool(links)}".encode(), digest_size=8).hexdigest()
