"""Reactions to posts. Those to a promoted post are reactions to its message, and are seen in the stream too."""

from django.db import transaction

from board import announce, policy, scores
from board.models import Post, PostReaction
from board.posts import advance, found
from board.shapes import PostShape
from chat import reactions as in_stream
from community.errors import InvalidInput
from community.members.models import Member


@transaction.atomic
def add(member: Member, post: Post, emoji: str) -> PostShape:
    """React; reacting twice with the same emoji is reacting once."""
    if post.message:
        in_stream.add(member, post.message, emoji)
        return found(post.pk)
    in_stream.require_reaction(member)
    policy.require_standing(post)
    emoji = in_stream.checked(emoji)
    advance(post)
    kinds = set(post.reactions.values_list("emoji", flat=True).distinct())
    if emoji not in kinds and len(kinds) >= in_stream.KINDS:
        raise InvalidInput("reaction.too_many", "There are enough kinds of reactions.", limit=in_stream.KINDS)
    PostReaction.objects.get_or_create(post=post, member=member, emoji=emoji)
    return _changed(post)


@transaction.atomic
def take_back(member: Member, post: Post, emoji: str) -> PostShape:
    if post.message:
        in_stream.take_back(member, post.message, emoji)
        return found(post.pk)
    emoji = in_stream.checked(emoji)
    if not post.reactions.filter(member=member, emoji=emoji).exists():
        return found(post.pk)
    advance(post)
    post.reactions.filter(member=member, emoji=emoji).delete()
    return _changed(post)


def _changed(post: Post) -> PostShape:
    Post.objects.filter(pk=post.pk).update(rev=post.thread.rev)
    scores.refresh(post.thread)
    return announce.changed(post.thread, "reacted", [post.pk], on_lists=False)[0]
