"""What members do on the board, for whoever counts it."""

from django.db.models import F, QuerySet

from board.models import Post, PostReaction, ThreadSeat
from community.activity import measures
from community.activity.measures import Measure


def register() -> None:
    measures.register("posts", Measure(posts, "author", at="created_at", figure="said"))
    measures.register("threads read", Measure(threads_read, "member", figure="read"))
    measures.register("liked posts", Measure(liked, "post__author", each="member", figure="liked"))


def posts(community_id: int) -> QuerySet[Post]:
    """What they wrote there; what was carried over from the stream counts there."""
    return Post.objects.filter(community=community_id, removal=None, message=None)


def threads_read(community_id: int) -> QuerySet[ThreadSeat]:
    return ThreadSeat.objects.filter(thread__community=community_id, read_seq__gt=0)


def liked(community_id: int) -> QuerySet[PostReaction]:
    """Reactions of others."""
    return PostReaction.objects.filter(post__community=community_id).exclude(member=F("post__author"))
