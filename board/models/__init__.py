"""The board: categories, threads and posts, and the bridge that carries talk over from the stream."""

from board.models.acts import ThreadAct, Trail
from board.models.capsules import Capsule, CapsuleSettings, CapsuleSource
from board.models.categories import Category
from board.models.kinds import Acceptance
from board.models.moves import Move, MoveConsent
from board.models.notes import Revision
from board.models.posts import Post, PostReaction, PostRemoval
from board.models.promotions import Consent, PromotedMessage, Promotion
from board.models.threads import Tag, Thread, ThreadLock, ThreadPin, ThreadRemoval, ThreadSeat

__all__ = [
    "Acceptance",
    "Capsule",
    "CapsuleSettings",
    "CapsuleSource",
    "Category",
    "Consent",
    "Move",
    "MoveConsent",
    "Post",
    "PostReaction",
    "PostRemoval",
    "PromotedMessage",
    "Promotion",
    "Revision",
    "Tag",
    "Thread",
    "ThreadAct",
    "ThreadLock",
    "ThreadPin",
    "ThreadRemoval",
    "ThreadSeat",
    "Trail",
]
