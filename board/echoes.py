"""What happens to a message in the stream shows on the board, where the same words stand."""

from itertools import groupby

from board import announce, scores
from board.kinds import statuses
from board.models import Post
from board.shapes import Why
from chat.models import Room

# The other changes of a message do not show in its post, or are the bridge's own.
_SHOWN: dict[str, Why] = {
    "edited": "edited",
    "recalled": "recalled",
    "deleted": "deleted",
    "hidden": "hidden",
    "restored": "restored",
    "reacted": "reacted",
    "previewed": "previewed",
}
_OUT_OF_SIGHT = frozenset({"recalled", "deleted", "hidden", "restored"})


def message_changed(room: Room, why: str, message_ids: list[int]) -> None:
    """Give the posts of these messages a new number; called inside the transaction that holds the room's lock."""
    if why not in _SHOWN:
        return
    posts = Post.objects.filter(message__in=message_ids).select_related("thread").order_by("thread", "seq")
    for thread, changed in groupby(posts, key=lambda post: post.thread):
        thread.advance()
        ids = announce.touch(thread, [post.pk for post in changed])
        if why == "reacted":
            scores.refresh(thread)
        if why in _OUT_OF_SIGHT:
            statuses.refresh(thread)
        announce.changed(thread, _SHOWN[why], ids, on_lists=False)
