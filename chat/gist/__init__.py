"""The gist of a conversation: what it is called, what was said, whether it is over. Plain values in, plain values out.

Read a room's messages once with `read`, make a `Talk` of those that belong together, and hand it to all functions.
"""

from chat.gist.capsules import Cited, Draft, Part, capsule
from chat.gist.closing import Features, closed_and_good, features
from chat.gist.fitting import suggest
from chat.gist.highlights import KeyLine, key_lines
from chat.gist.tags import keywords
from chat.gist.talk import Background, Line, Said, Talk, read
from chat.gist.titles import title
from chat.gist.tokens import words

__all__ = [
    "Background", "Cited", "Draft", "Features", "KeyLine", "Line", "Part", "Said", "Talk",
    "capsule", "closed_and_good", "features", "key_lines", "keywords", "read", "suggest", "title", "words",
]  # fmt: skip
