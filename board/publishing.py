"""What a moderator has read goes to the board, as if its author had just sent it."""

from board import posts, threads
from board.models import Category, Thread
from community.errors import NotFound
from community.members.models import Member
from community.moderation import holds
from community.moderation.models import Hold


def register() -> None:
    holds.register(Hold.Kind.POST, publish_post)
    holds.register(Hold.Kind.THREAD, publish_thread)


def publish_post(author: Member, held: Hold) -> str:
    """Post it in its thread; raises what stands against that by now."""
    visible = Thread.objects.visible_to(author).select_related("category__room", "community")
    thread = visible.filter(pk=_place(held)).first()
    if thread and thread.into_id:
        thread = visible.filter(pk=thread.into_id).first()
    if thread is None:
        raise NotFound("thread")
    sent = held.written
    made = posts.reply(
        author, thread, sent["body"], client_id=held.client_id, parent=sent["parent"], files=sent["files"], read=True
    )
    return f"post:{made.id}"


def publish_thread(author: Member, held: Hold) -> str:
    """Start it in its category."""
    visible = Category.objects.visible_to(author).select_related("room", "community")
    category = visible.filter(pk=_place(held)).first()
    if category is None:
        raise NotFound("category")
    sent = held.written
    made = threads.start(
        author, category, sent["title"], sent["body"], sent["tags"], client_id=held.client_id, files=sent["files"],
        kind=sent.get("kind", Thread.Kind.DISCUSSION), read=True,
    )  # fmt: skip
    return f"thread:{made.id}"


def _place(held: Hold) -> int:
    return int(held.place.partition(":")[2])
