"""What the demo's threads are besides discussions: a question with its answer, an idea with what became of it, a note
with its versions. Done by the verbs, which know only the present: times are set afterwards.
"""

from datetime import datetime

from board.demo.day import Day
from board.demo.script import ThreadPart
from board.kinds import answers, ideas, notes
from board.models import Acceptance, Post, Revision, Thread, ThreadAct
from board.telling import accepted_key, decided_key
from community.activity.models import Activity
from community.members.models import Member
from community.notifications.models import Notice


def revise(part: ThreadPart, thread: Thread, day: Day, people: dict[str, Member]) -> None:
    """Let the later versions of a note be written, one by one."""
    for number, change in enumerate(part.changes, start=1):
        opening = Post.objects.get(thread=thread, seq=1)
        if change.old not in opening.body:
            raise ValueError(f"“{change.old}” does not stand in “{part.title}”.")
        held = _fresh(thread)
        notes.write(people[change.by], held, opening.body.replace(change.old, change.new), revision=number)
        at = day.at(change.at, days_ago=change.days_ago)
        Revision.objects.filter(post=opening, number=number + 1).update(at=at)
        Post.objects.filter(pk=opening.pk).update(edited_at=at)
        _date(thread, "note.write", at)


def settle(part: ThreadPart, thread: Thread, people: dict[str, Member]) -> None:
    """Say which reply answers a question, and what becomes of an idea, when the last word was said."""
    held = _fresh(thread)
    if part.accepted:
        post = list(thread.posts.order_by("seq"))[part.accepted]
        answers.accept(held.author, held, post.pk)
        Acceptance.objects.filter(thread=thread).update(at=held.last_at)
        _told(accepted_key(post.pk), held.last_at)
        _date(thread, "thread.accept", held.last_at)
    if part.decided_by:
        ideas.decide(people[part.decided_by], held, part.status, part.reason, was="open")
        ThreadAct.objects.filter(thread=thread).update(at=held.last_at)
        _told(decided_key(thread.pk), held.last_at)
        _date(thread, "thread.decide", held.last_at)


def _fresh(thread: Thread) -> Thread:
    return Thread.objects.select_related("category__room", "author").get(pk=thread.pk)


def _told(key: str, at: datetime) -> None:
    Notice.objects.filter(key=key).update(created_at=at)


def _date(thread: Thread, verb: str, at: datetime) -> None:
    Activity.objects.filter(object=f"thread:{thread.pk}", verb=verb).update(at=at)
