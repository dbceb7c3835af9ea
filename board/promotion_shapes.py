"""What the bridge puts on the wire."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from board.models import Consent, Promotion
from board.shapes import Id, Tags, Title
from chat.shapes import MessageShape
from community.members.shapes import MemberRef
from community.shapes import Shape


class ConsentShape(Shape):
    member: MemberRef
    answer: bool | None

    @classmethod
    def of(cls, consent: Consent) -> "ConsentShape":
        return cls(member=MemberRef.of(consent.member), answer=consent.answer)


class PromotionShape(Shape):
    id: int
    room: int
    state: Literal["waiting", "done", "undone"]
    title: str
    category: int
    thread: int | None
    fold: int | None
    by: MemberRef
    created_at: datetime
    count: int
    consents: list[ConsentShape]

    @classmethod
    def of(cls, promotion: Promotion) -> "PromotionShape":
        plain = ("id", "state", "title", "created_at")
        return cls(
            **{name: getattr(promotion, name) for name in plain},
            room=promotion.room_id,
            category=promotion.category_id,
            thread=promotion.thread_id,
            fold=promotion.fold_id,
            by=MemberRef.of(promotion.by),
            count=promotion.chosen.count(),
            consents=[ConsentShape.of(consent) for consent in promotion.consents.select_related("member")],
        )


class ProposalShape(Shape):
    """The conversation of a message, as it is offered for promotion."""

    anchor: int
    messages: list[MessageShape]
    ticked: list[int]
    unsure: list[int]
    title: str
    category: int | None
    tags: list[str]


class RefusedConversation(Shape):
    conversation: int
    error: dict[str, object]


class Relieved(Shape):
    done: list[PromotionShape]
    refused: list[RefusedConversation]


class NewPromotion(Shape):
    messages: Annotated[list[Id], Field(max_length=10_000)]
    title: Title
    category: Id
    tags: Tags = []
    ask: bool = False
    anchor: Id | None = None


class PromoteConversations(Shape):
    conversations: Annotated[list[Id], Field(min_length=1, max_length=100)]
    category: Id


class Steer(Shape):
    category: Id


class Answer(Shape):
    agree: bool


class LateReplies(Shape):
    messages: Annotated[list[Id], Field(max_length=10_000)]
