"""What a moderator has read goes into its room, as if its author had just sent it."""

from chat import posting
from chat.drafting import Post
from chat.models import Room
from community.errors import NotFound
from community.members.models import Member
from community.moderation import holds
from community.moderation.models import Hold


def register() -> None:
    holds.register(Hold.Kind.MESSAGE, publish)


def publish(author: Member, held: Hold) -> str:
    """Post it; raises what stands against that by now."""
    room = Room.objects.visible_to(author).filter(pk=int(held.place.partition(":")[2])).first()
    if room is None:
        raise NotFound("room")
    sent = held.written
    post = Post(
        author, room, sent["body"], held.client_id, sent["reply_to"], limited=False, files=sent["files"], read=True
    )
    (outcome,) = posting.together([post])
    if isinstance(outcome, Exception):
        raise outcome
    return f"message:{outcome.id}"
