"""Posts and threads that a moderator reads before the board does."""

from collections.abc import Sequence
from uuid import UUID

from board.models import Category, Thread
from community.errors import Refusal
from community.members.models import Member
from community.moderation import cases, holds
from community.moderation.holds import Submission


def post(
    author: Member, thread: Thread, body: str, client_id: UUID, parent: int | None, files: Sequence[int],
    words: Sequence[str],
) -> Refusal:  # fmt: skip
    """Keep a post until a moderator has read it; what its author is told."""
    path = f"/c/{thread.community.slug}/t/{thread.pk}"
    sent = {"body": body, "parent": parent, "files": list(files)}
    return _held(Submission(author, "post", client_id, f"thread:{thread.pk}", path, body, sent), words)


def thread(
    author: Member, category: Category, title: str, body: str, names: list[str], client_id: UUID, files: Sequence[int],
    words: Sequence[str],
) -> Refusal:  # fmt: skip
    """The same of a thread with its opening post."""
    path = f"/c/{category.community.slug}/board"
    sent = {"title": title, "body": body, "tags": names, "files": list(files)}
    whole = f"{title}\n\n{body}"
    return _held(Submission(author, "thread", client_id, f"category:{category.pk}", path, whole, sent), words)


def _held(wanted: Submission, words: Sequence[str]) -> Refusal:
    return holds.refusal(cases.hold(wanted, words))
