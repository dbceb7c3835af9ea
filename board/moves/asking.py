"""Asking the authors of a thread before it moves to where more people read it.

It stays where it is until each of them has agreed; the last consent carries the move out. A refusal ends it, and so
does time. Whoever writes in the thread meanwhile is asked too.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction

from board import moving, rehousing
from board.audiences import covered_by
from board.consents import can_answer
from board.models import Category, Move, MoveConsent, Thread
from board.moves import telling
from board.moves.shapes import MoveShape
from community import access
from community.activity.models import record
from community.clock import now
from community.errors import Conflict, Forbidden, NotFound, Refusal
from community.members.models import Member, User
from community.moderation.audit import Moderator

TIME = timedelta(days=7)
WAITING = Move.State.WAITING


def seen_by(user: User, move_id: int) -> tuple[Move, Member]:
    """A move that concerns an account, and who it is there; raises `not_found`."""
    rows = Move.objects.visible_to_user(user).select_related("thread__category__room", "category__room", "by")
    move = rows.filter(pk=move_id).first()
    if move is None:
        raise NotFound("move")
    return move, Member.objects.of_user(user).get(community=move.thread.community_id)


def waiting(member: Member, thread: Thread) -> MoveShape | None:
    """The move of a thread that waits for an answer, for whoever moves threads."""
    access.require_to_read(member, "thread.move")
    move = Move.objects.filter(thread=thread, state=WAITING, until__gt=now()).select_related("category", "by").first()
    return MoveShape.of(move) if move else None


def ask(member: Member, thread: Thread, category: Category) -> MoveShape:
    """Move a thread as soon as those have agreed whose posts more people would read.

    Args:
        category: as the member sees it.

    Raises:
        Forbidden: `forbidden`; `thread.audience` where an author cannot be asked, which names them as `absent`.
        Conflict: `move.needless` where it takes nobody's consent; `move.waiting` where one waits already;
            `thread.merged`.
    """
    Moderator(member=member).require("thread.move")
    _end_over(thread)
    try:
        return _ask(member, thread, category)
    except IntegrityError:
        raise Conflict("move.waiting", "The authors were asked already.") from None


@transaction.atomic
def _ask(member: Member, thread: Thread, category: Category) -> MoveShape:
    rehousing.hold(thread)
    authors = _to_ask(member, thread, category)
    if not authors:
        raise Conflict("move.needless", "It takes nobody's consent: move it.")
    if absent := [author.pk for author in authors if not can_answer(author)]:
        raise Forbidden(
            "thread.audience", "Some who wrote here cannot be asked.", outsiders=moving.more_readers(thread, category),
            authors=[author.pk for author in authors], absent=absent,
        )  # fmt: skip
    move = Move.objects.create(thread=thread, category=category, earlier=thread.category, by=member, until=now() + TIME)
    _put_to(move, authors)
    record(member, "thread.ask_move", thread, to=category.pk)
    return MoveShape.of(move)


@transaction.atomic
def answer(member: Member, move: Move, agree: bool) -> MoveShape:
    """Agree that more people may read one's posts, or not. The first answer stands.

    Raises:
        NotFound: the member was not asked.
    """
    move = _held(move)
    mine = MoveConsent.objects.filter(move=move, member=member)
    if not mine.exists():
        raise NotFound("move")
    first = mine.filter(answer=None).update(answer=agree, answered_at=now()) if _waits(move) else 0
    telling.answered(member, move)
    if first and not agree:
        _end(move, Move.State.REFUSED)
    elif first and not move.consents.exclude(answer=True).exists():
        _carry_out(move)
    return MoveShape.of(move)


@transaction.atomic
def give_up(member: Member, move: Move) -> MoveShape:
    """Ask no longer: who asked, or whoever else moves threads."""
    access.require(member, "thread.move")
    move = _held(move)
    if move.state == WAITING:
        _end(move, Move.State.GIVEN_UP, by=member)
    return MoveShape.of(move)


def expire() -> int:
    """End what nobody answered in time."""
    over = Move.objects.filter(state=WAITING, until__lte=now()).order_by("pk").values_list("pk", flat=True)
    return sum(_expire(pk) for pk in over[:1000])


@transaction.atomic
def _expire(move_id: int) -> bool:
    move = _held(Move(pk=move_id))
    if move.state != WAITING:
        return False
    _end(move, Move.State.EXPIRED)
    return True


def _held(move: Move) -> Move:
    """The move as it stands once it is locked. Whoever moves the thread locks that afterwards."""
    rows = Move.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("thread__category__room", "category__room", "by").get(pk=move.pk)


def _waits(move: Move) -> bool:
    return move.state == WAITING and move.until > now()


def _to_ask(member: Member, thread: Thread, category: Category) -> list[Member]:
    """Those whose posts more people would read, apart from who moves them."""
    if covered_by(category, thread.category):
        return []
    ids = moving.other_authors(member, thread)
    return list(Member.objects.filter(pk__in=ids).select_related("user").order_by("pk"))


def _put_to(move: Move, authors: Iterable[Member]) -> None:
    MoveConsent.objects.bulk_create(MoveConsent(move=move, member=author) for author in authors)
    telling.ask(move)


def _carry_out(move: Move) -> None:
    """Move the thread, unless that cannot be by now; who wrote in it meanwhile is asked first."""
    try:
        rehousing.hold(move.thread)
        asked = set(move.consents.values_list("member", flat=True))
        more = [one for one in _to_ask(move.by, move.thread, move.category) if one.pk not in asked]
        if move.thread.category_id != move.earlier_id or not all(can_answer(one) for one in more):
            _end(move, Move.State.GIVEN_UP)
        elif more:
            _put_to(move, more)
        else:
            moving.carry_out(move.by, move.thread, move.category)
            _end(move, Move.State.DONE)
    except Refusal:
        _end(move, Move.State.GIVEN_UP)


def _end(move: Move, state: Move.State, by: Member | None = None) -> None:
    move.state = state
    move.save(update_fields=["state"])
    telling.ended(move, by)


def _end_over(thread: Thread) -> None:
    """What is over leaves room for another, also where nobody has looked since."""
    for move in Move.objects.filter(thread=thread, state=WAITING, until__lte=now()):
        _expire(move.pk)
