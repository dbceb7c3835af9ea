"""Who may write what on the board, and in which form."""

import re
from unicodedata import normalize

from django.conf import settings

from board.models import Post, Thread
from community import access, lookups
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.members.models import Member
from community.rules.accepting import require_accepted

_CLOSED = (
    "SELECT EXISTS (SELECT FROM board_threadremoval WHERE thread_id = %s),"
    " EXISTS (SELECT FROM board_threadlock WHERE thread_id = %s),"
    " (SELECT into_id FROM board_thread WHERE id = %s)"
)
TITLE = (3, 120)  # characters
TAGS = 5  # a thread
TAG = 20  # characters
_SCHEME = re.compile(r"\b(?:([a-z][a-z0-9+.-]*)(?=://)|(javascript|vbscript)(?=:)|(data)(?=:\S*[,;]))", re.IGNORECASE)


def require_writer(member: Member, capability: str) -> None:
    """Raise `forbidden`, `member.silenced` or `rules.unaccepted` unless the member may do this at all now."""
    access.require(member, capability)
    require_accepted(member)


def require_open(thread: Thread) -> None:
    """Raise unless the thread takes new words. Holds for the rest of the transaction if the thread was advanced."""
    ((removed, locked, into),) = lookups.rows(_CLOSED, [thread.pk, thread.pk, thread.pk])
    if removed:
        raise NotFound("thread")
    if into is not None:
        raise Conflict("thread.merged", "Its posts stand in another thread now.", into=into)
    if locked:
        raise Forbidden("thread.locked", "This thread is locked.")


def require_whole(thread: Thread) -> None:
    """Raise unless the thread stands for itself, neither removed nor merged into another."""
    require_unmerged(thread)
    if not Thread.objects.standing().filter(pk=thread.pk).exists():
        raise NotFound("thread")


def require_unmerged(thread: Thread) -> None:
    """Raise `thread.merged` if the posts of the thread stand in another one."""
    into = Thread.objects.filter(pk=thread.pk).values_list("into", flat=True).first()
    if into is not None:
        raise Conflict("thread.merged", "Its posts stand in another thread now.", into=into)


def require_own(author: Member, post: Post) -> None:
    """Raise unless the post is the author's own and still stands."""
    if post.author_id != author.pk:
        raise Forbidden("message.not_yours", "Only its author may do this.")
    require_standing(post)


def require_unshared(post: Post) -> None:
    """Raise where a post is the text of a note, which is changed as one; call it with the thread advanced."""
    if post.thread.kind == Thread.Kind.NOTE and not post.thread.posts.filter(seq__lt=post.seq).exists():
        raise InvalidInput("note.shared", "This is a note: change it as one.")


def require_standing(post: Post) -> None:
    if post.removed():
        raise InvalidInput("message.removed", "The post was removed.")


def checked_body(body: str, *, carries_files: bool = False) -> str:
    """The body as it will be stored; raises `message.empty` or `message.too_long`. Beside files, it may be empty."""
    body = body.replace("\r\n", "\n").replace("\x00", "").strip()
    limit: int = settings.OXBOW["POST_LENGTH"]
    if not body and not carries_files:
        raise InvalidInput("message.empty", "There is nothing to post.")
    if len(body) > limit:
        raise InvalidInput("message.too_long", "The post is too long.", limit=limit)
    return body


def checked_title(title: str) -> str:
    """The title on one line; raises `input.invalid` unless it has 3 to 120 characters."""
    title = " ".join(title.replace("\x00", "").split())
    least, most = TITLE
    if not least <= len(title) <= most:
        reason = "string_too_short" if len(title) < least else "string_too_long"
        raise InvalidInput("input.invalid", f"A title has {least} to {most} characters.", fields={"title": reason})
    return title


def checked_tags(tags: list[str]) -> list[str]:
    """Tags as they are compared: width, case and outer space do not matter; raises `input.invalid`."""
    names = [" ".join(normalize("NFKC", tag).replace("\x00", "").casefold().split()).lstrip("#") for tag in tags]
    names = sorted({name for name in names if name})
    if len(names) > TAGS:
        raise InvalidInput("input.invalid", f"At most {TAGS} tags.", fields={"tags": "too_long"})
    if any(len(name) > TAG for name in names):
        raise InvalidInput("input.invalid", f"A tag has at most {TAG} characters.", fields={"tags": "string_too_long"})
    return names


def leads_to_pages_only(text: str) -> bool:
    """Whether all addresses in a text are of web pages."""
    return all((match[1] or "").lower() in {"http", "https"} for match in _SCHEME.finditer(text))
