"""What spam has in common, whatever it sells: ways to be reached elsewhere, money, haste, promises, odd addresses.

None of these says much by itself; `resemblance` weighs them together.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from community.moderation.filters import sites
from community.trust.patterns import Patterns


def _listed() -> Iterator[tuple[str, str]]:
    """Each pattern of the file beside this one, with its trait."""
    blocks = (Path(__file__).parent / "traits.txt").read_text(encoding="utf-8").split("\n\n")
    for head, *patterns in (block.split("\n") for block in blocks if block.startswith("[")):
        yield from ((head.strip("[]"), pattern) for pattern in patterns if pattern)


_LOUD = "loud"  # what is told from the capitals too
AS_WRITTEN = Patterns(row for row in _listed() if row[0] == _LOUD)
PLAIN = Patterns(row for row in _listed() if row[0] != _LOUD)
# The ends of names that anybody has for little, and of which spam is made; `node.js` is no name of a site.
_SOLD = re.compile(
    r"\.(?:top|click|xyz|bet|casino|xxx|gift|live|biz|finance|shop|store|cloud|icu|vip|win|help|online|site|info|support"
    r"|network|space|website|fun|club|work|loan|trade|men|date|party|review|stream|download|racing|cc|cm|tk|ml|ga|cf|gq"
    r"|buzz|rest|bar|cam|sbs|cfd|quest|monster|today|money|cash|fund|exchange|market|deals|promo|link)$"
)
_BRANDS = re.compile(
    r"(?:amazon|apple|netflix|paypal|meta|facebook|insta|usps|dhl|ups|bank|icloud|wechat|alipay|taobao|sf|pdd|jd|yibao)"
    r"[a-z]*-|-(?:help|support|verify|login|secure|claim|kefu|renzheng|duihuan|peifu|service)"
)
_LINKED = re.compile(r"\[([^\]\s]+\.[^\]\s]+)\]\(([^)\s]+)\)")


def of(body: str, plain: str) -> set[str]:
    """The traits of a text.

    Args:
        plain: the text in small letters of the usual width.
    """
    return {*AS_WRITTEN.having(body), *PLAIN.having(plain), *_of_links(plain)}


def _of_links(plain: str) -> Iterator[str]:
    found = [*sites.links(plain)]
    if any(site.is_link or "/" in plain[site.end : site.end + 1] for site in found):
        yield "link"
    for site in found:
        if _SOLD.search(site.host) or _BRANDS.search(site.host):
            yield "odd_host"
    for shown, target in _LINKED.findall(plain):
        if _host(shown) != _host(target):
            yield "false_host"


def _host(text: str) -> str:
    return next((site.host.removeprefix("www.") for site in sites.links(text)), "")
