"""Whose words more people would read, and what they answer when they are asked."""

from collections.abc import Iterable
from typing import NoReturn

from board.audiences import outsiders, within
from board.models import Category, Consent, Promotion
from chat.models import Message, Room
from community.clock import now
from community.errors import Forbidden, NotFound
from community.members.models import Member
from community.notifications import notices


def missing(by: Member, category: Category, room: Room, messages: Iterable[Message]) -> list[Member]:
    """The authors whose consent it takes to show these messages in the category, apart from who promotes."""
    authors = {message.author_id: message.author for message in messages if message.author_id != by.pk}
    if not authors or within(category, room):
        return []
    return [authors[pk] for pk in sorted(authors)]


def can_answer(author: Member) -> bool:
    """People known only from imported talk, and those who have left, cannot be asked."""
    return author.user_id is not None and author.is_present()


def refuse(category: Category, room: Room, authors: list[Member]) -> NoReturn:
    """Raise `promotion.audience`; `absent` names those authors who cannot be asked."""
    raise Forbidden(
        "promotion.audience",
        "Some who would read these words could not read them before.",
        outsiders=outsiders(category, room).count(),
        authors=[author.pk for author in authors],
        absent=[author.pk for author in authors if not can_answer(author)],
    )


def ask(promotion: Promotion, authors: list[Member]) -> None:
    """Note whose answer the promotion waits for; `telling.tell_of_promotion` puts the question to them."""
    Consent.objects.bulk_create(Consent(promotion=promotion, member=author) for author in authors)


def give(member: Member, promotion: Promotion, agree: bool) -> bool:
    """Answer; the first answer stands. Tells whether this was it.

    Raises:
        NotFound: the member was not asked.
    """
    mine = Consent.objects.filter(promotion=promotion, member=member)
    answered = mine.filter(answer=None).update(answer=agree, answered_at=now())
    if not answered and not mine.exists():
        raise NotFound("promotion")
    notices.read(member, list(member.notices.filter(key=key(promotion)).values_list("pk", flat=True)))
    return bool(answered)


def all_agreed(promotion: Promotion) -> bool:
    return not promotion.consents.exclude(answer=True).exists()


def key(promotion: Promotion) -> str:
    """What the question's notice is called."""
    return f"consent:{promotion.pk}"
