"""The bridge: carrying a conversation over from the stream to the board, and back.

Every verb first locks the room, so that all that happens to its messages happens one after the other.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from board import carrying, consents, policy
from board.models import Category, Post, Promotion, Thread
from board.promotion_shapes import PromotionShape
from board.tags import require_clean as require_clean_tags
from chat import folds
from chat.conversations import proposals
from chat.models import Message, Room
from chat.policy import require_voice_here
from community import access
from community.activity.models import record
from community.errors import Conflict, InvalidInput, NotFound
from community.members.models import Member, User
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator


def seen_by(user: User, promotion_id: int) -> tuple[Promotion, Member]:
    """A promotion that concerns an account, and who it is there; raises `not_found`."""
    promotion = Promotion.objects.visible_to_user(user).select_related("by").filter(pk=promotion_id).first()
    if promotion is None:
        raise NotFound("promotion")
    return promotion, Member.objects.of_user(user).get(community=promotion.community_id)


@transaction.atomic
def propose(
    member: Member, room: Room, message_ids: Iterable[int], title: str, category: Category, *,
    tags: list[str] | None = None, ask: bool = False, anchor: int | None = None, by: Moderator | None = None,
) -> PromotionShape:  # fmt: skip
    """Carry messages over into a new thread; at once, or as soon as their authors have agreed.

    Args:
        room, category: as the member sees them.
        ask: wait for the consent of authors where it takes that.
        anchor: the message whose conversation was proposed, so that what was changed of that can be learned from.
        by: how the audit calls the member, where they act in the admin.

    Raises:
        Forbidden: `forbidden`, `member.silenced`, `member.muted`; `promotion.audience` where consent is missing and
            `ask` is not set, or where somebody cannot be asked.
        InvalidInput: `promotion.empty`, `promotion.too_many`, `input.invalid`.
        Conflict: `promotion.folded` where some of the messages stand in a thread already.
    """
    policy.require_writer(member, "promotion.create")
    require_voice_here(member, room)
    title = wordlists.checked(member.community_id, policy.checked_title(title)).text
    names = policy.checked_tags(tags or [])
    require_clean_tags(member.community_id, names)
    room, category = _held(room.pk), _kept(category.pk)
    messages = folds.chosen(room, message_ids, settings.OXBOW["PROMOTION"])
    _learn(member, room, anchor, messages)
    authors = consents.missing(member, category, room, messages)
    if authors and not (ask and all(consents.can_answer(author) for author in authors)):
        consents.refuse(category, room, authors)
    promotion = Promotion.objects.create(
        community_id=room.community_id, room=room, category=category, title=title, tags=names, by=member
    )
    carrying.note_chosen(promotion, messages)
    if authors:
        consents.ask(promotion, authors)
        carrying.tell(promotion)
    else:
        carrying.carry_out(promotion, messages)
    told: dict[str, Any] = {"thread": promotion.thread_id, "messages": len(messages)}
    record(member, "promotion.create", promotion, **told)
    audit.record(by or Moderator(member=member), "promote", promotion, room.community_id, None, **told)
    return PromotionShape.of(promotion)


@transaction.atomic
def answer(member: Member, promotion: Promotion, agree: bool) -> PromotionShape:
    """Agree that more people may read one's words, or not. The first answer stands.

    The last consent carries the promotion out, with those messages that still stand then; a refusal ends it.

    Raises:
        NotFound: the member was not asked.
    """
    promotion = _held_with_room(promotion)
    first = consents.give(member, promotion, agree)
    if first and promotion.state == Promotion.State.WAITING:
        record(member, "promotion.answer", promotion, agree=agree)
        if not agree:
            _end(promotion)
        elif consents.all_agreed(promotion):
            _carry_out_what_stands(promotion)
    return PromotionShape.of(promotion)


@transaction.atomic
def undo(member: Member, promotion: Promotion) -> PromotionShape:
    """Give the stream its messages back: who promoted them, while nobody else replied on the board, or a host.

    Raises:
        Conflict: `promotion.undone` where that happened already.
        Forbidden: `forbidden`.
    """
    promotion = _held_with_room(promotion)
    if promotion.state == Promotion.State.UNDONE:
        raise Conflict("promotion.undone", "This was undone already.")
    if promotion.by_id != member.pk or _others_replied(promotion):
        access.require(member, "promotion.undo")
        audit.record(Moderator(member=member), "undo", promotion, promotion.community_id, promotion.by)
    _end(promotion)
    if promotion.thread:
        carrying.give_back(promotion, promotion.thread, member)
    record(member, "promotion.undo", promotion, thread=promotion.thread_id)
    return PromotionShape.of(promotion)


@transaction.atomic
def absorb(member: Member, promotion: Promotion, message_ids: Iterable[int]) -> PromotionShape:
    """Let late replies in the stream join the thread, after what stands there.

    Raises:
        Conflict: `promotion.undone`, `promotion.folded`.
        Forbidden: `forbidden`, `member.silenced`, `member.muted`, `thread.locked`; `promotion.audience` where it
            takes consent.
        InvalidInput: `promotion.empty`, `promotion.too_many`; `promotion.earlier` for what was said before.
        NotFound: the member cannot read the room or the thread.
    """
    policy.require_writer(member, "promotion.create")
    promotion = _held_with_room(promotion)
    require_voice_here(member, promotion.room)
    thread = _open_thread(member, promotion)
    messages = folds.chosen(promotion.room, message_ids, settings.OXBOW["PROMOTION"])
    if promotion.fold and messages[0].seq < promotion.fold.seq:
        raise InvalidInput("promotion.earlier", "These were said before the conversation.")
    if authors := consents.missing(member, promotion.category, promotion.room, messages):
        consents.refuse(promotion.category, promotion.room, authors)
    carrying.add(promotion, thread, messages)
    record(member, "promotion.absorb", promotion, thread=thread.pk, messages=len(messages))
    return PromotionShape.of(promotion)


def _learn(member: Member, room: Room, anchor_id: int | None, messages: list[Message]) -> None:
    if anchor_id is None:
        return
    anchor = room.messages.select_related("room").filter(pk=anchor_id).first()
    if anchor is None:
        raise NotFound("message")
    proposals.confirm(member, anchor, [message.pk for message in messages])


def _held(room_id: int) -> Room:
    """The room, locked until the end of the transaction."""
    return Room.objects.select_for_update(no_key=True).get(pk=room_id)


def _kept(category_id: int) -> Category:
    """The category as it is, and as it stays until the end of the transaction."""
    rows = Category.objects.select_for_update(no_key=True, of=("self",)).select_related("room")
    return rows.get(pk=category_id)


def _held_with_room(promotion: Promotion) -> Promotion:
    """The promotion as it stands once its room is locked."""
    _held(promotion.room_id)
    rows = Promotion.objects.select_related(
        "room", "category__room", "fold__room", "thread__category__room", "thread__into__category__room", "by"
    )
    return rows.get(pk=promotion.pk)


def _carry_out_what_stands(promotion: Promotion) -> None:
    chosen = promotion.chosen.values("message")
    ids = list(Message.objects.filter(pk__in=chosen, removal=None, fold=None).values_list("pk", flat=True))
    by = promotion.by
    if not ids or not promotion.room.is_visible_to(by) or not promotion.category.is_visible_to(by):
        _end(promotion)
        return
    carrying.carry_out(promotion, folds.chosen(promotion.room, ids, len(ids)))


def _end(promotion: Promotion) -> None:
    promotion.state = Promotion.State.UNDONE
    promotion.save(update_fields=["state"])


def _others_replied(promotion: Promotion) -> bool:
    thread = promotion.thread and promotion.thread.home()
    return Post.objects.filter(thread=thread, message=None).exclude(author=promotion.by_id).exists()


def _open_thread(member: Member, promotion: Promotion) -> Thread:
    if promotion.state == Promotion.State.UNDONE or promotion.thread is None:
        raise Conflict("promotion.undone", "This does not stand on the board.")
    thread = promotion.thread.home()
    if not promotion.room.is_visible_to(member) or not thread.is_visible_to(member):
        raise NotFound("promotion")
    policy.require_open(thread)
    return thread
