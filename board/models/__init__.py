"""The board: categories, threads and posts, and the bridge that carries talk over from the stream."""

from board.models.capsules import Capsule, CapsuleSettings, CapsuleSource
from board.models.categories import Category
from board.models.posts import Post, PostReaction, PostRemoval
from board.models.promotions import Consent, PromotedMessage, Promotion
from board.models.threads import Tag, Thread, ThreadLock, ThreadPin, ThreadRemoval, ThreadSeat

__all__ = [
    "Capsule",
    "CapsuleSettings",
    "CapsuleSource",
    "Category",
    "Consent",
    "Post",
    "PostReaction",
    "PostRemoval",
    "PromotedMessage",
    "Promotion",
    "Tag",
    "Thread",
    "ThreadLock",
    "ThreadPin",
    "ThreadRemoval",
    "ThreadSeat",
]
