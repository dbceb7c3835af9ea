"""Posts and threads that a moderator reads before the board does."""

from collections.abc import Sequence
from uuid import UUID

from board.models import Category, Thread
from community.errors import Refusal
from community.members.models import Member
from community.moderation import cases, holds
from community.moderation.holds import Submission
from community.moderation.models import Report
from community.trust import screening
from community.trust.said import Said


def post(
    author: Member, thread: Thread, body: str, client_id: UUID, parent: int | None, files: Sequence[int],
    words: Sequence[str], why: str,
) -> Refusal:  # fmt: skip
    """Keep a post until a moderator has read it; what its author is told."""
    path = f"/c/{thread.community.slug}/t/{thread.pk}"
    sent = {"body": body, "parent": parent, "files": list(files)}
    return _held(Submission(author, "post", client_id, f"thread:{thread.pk}", path, body, sent), words, why)


def thread(
    author: Member, category: Category, title: str, body: str, names: list[str], client_id: UUID, files: Sequence[int],
    kind: str, words: Sequence[str], why: str,
) -> Refusal:  # fmt: skip
    """The same of a thread with its opening post."""
    path = f"/c/{category.community.slug}/t"
    sent = {"title": title, "body": body, "tags": names, "files": list(files), "kind": kind}
    whole = f"{title}\n\n{body}"
    return _held(Submission(author, "thread", client_id, f"category:{category.pk}", path, whole, sent), words, why)


def _held(wanted: Submission, words: Sequence[str], why: str) -> Refusal:
    return holds.refusal(cases.hold(wanted, words, why))


def reason(said: Said, words: Sequence[str], *, read: bool) -> tuple[Sequence[str], str]:
    """Why something waits, with what moderators are told of it; nothing where it may stand at once. It counts.

    Args:
        words: those of the list for which somebody reads it first.
        read: whether a moderator has read it.
    """
    if read:
        return (), ""
    wait = screening.judge(said)
    if said.alone:
        return (), ""
    if words:
        return words, Report.Why.WORDS
    return ((wait.note,), wait.why) if wait else ((), "")
