"""What somebody is about to say, as far as trust has to know it."""

from dataclasses import dataclass
from typing import Literal

from community.members.models import Member
from community.moderation.models import Report


@dataclass(frozen=True)
class Said:
    """A message, a post or a thread.

    Attributes:
        mentions: how many people it calls.
        files: how many go along.
        alone: whether only two people read it: what they say to each other, nobody holds back.
        untitled: of a thread, its words without the title, which may be said elsewhere.
    """

    author: Member
    body: str
    kind: Literal["message", "post", "thread"] = "message"
    mentions: int = 0
    files: int = 0
    alone: bool = False
    untitled: str = ""


@dataclass(frozen=True)
class Wait:
    """A moderator reads it first.

    Attributes:
        why: one of `Report.Why`.
        note: what moderators are told.
    """

    why: str
    note: str = ""


RAID, SAME, SPAM = Report.Why.RAID, Report.Why.SAME, Report.Why.SPAM
