"""How far a question or an idea has come, as a word of the thread itself, so that lists are made by it."""

from collections.abc import Iterable

from django.db.models import F

from board.models import Acceptance, Post, Thread, ThreadAct

QUESTION, IDEA = Thread.Kind.QUESTION, Thread.Kind.IDEA
OPEN, SOLVED = Thread.Status.OPEN, Thread.Status.SOLVED


def first(kind: str) -> str:
    """The status with which a thread of a kind begins."""
    return OPEN if kind in (QUESTION, IDEA) else Thread.Status.NONE


def refresh(thread: Thread) -> None:
    """Reckon again; call with the thread advanced, so that its kind is the one that it has."""
    status = _reckoned(thread)
    if status != thread.status:
        thread.status = status
        Thread.objects.filter(pk=thread.pk).update(status=status)


def answers(threads: Iterable[int]) -> dict[int, Post]:
    """The accepted posts of threads that stand there, with what a quote of them shows."""
    rows = Acceptance.objects.filter(
        thread__in=threads, post__thread=F("thread"), post__removal=None, post__message__removal=None
    )
    whole = rows.select_related("post__author", "post__removal", "post__message__removal")
    return {row.thread_id: row.post for row in whole}


def _reckoned(thread: Thread) -> str:
    if thread.kind == QUESTION:
        return SOLVED if answers([thread.pk]) else OPEN
    if thread.kind == IDEA:
        decided = thread.lines.filter(kind=ThreadAct.Kind.DECIDED).order_by("-pk")
        return decided.values_list("after", flat=True).first() or OPEN
    return Thread.Status.NONE
