"""Who is named in a message."""

from collections import defaultdict

from django.conf import settings
from django.db.models import QuerySet

from chat import policy
from chat.models import Mention, Message, Room
from community import text
from community.errors import InvalidInput
from community.members.models import Member, MemberQuerySet


def named(author: Member, room: Room, body: str) -> list[int]:
    """The ids of the members that a text names and who can read the room.

    Raises:
        InvalidInput: `mention.too_many`.
    """
    return among(readers(room), author, body)


def among(people: QuerySet[Member], author: Member, body: str) -> list[int]:
    """The ids of those of these people that a text names: all who share a name, those with an account before others.

    Raises:
        InvalidInput: `mention.too_many`.
    """
    if "@" not in body:
        return []
    called = _by_name(people.filter(folded_name__in=text.name_candidates(body)).exclude(pk=author.pk))
    found = [pk for name in text.mentioned(body, called) for pk in called[name]]
    limit = settings.OXBOW["MENTIONS"]
    if len(found) > limit:
        raise InvalidInput("mention.too_many", "Too many people are named.", limit=limit)
    return sorted(found)


def _by_name(people: QuerySet[Member]) -> dict[str, list[int]]:
    """Who answers to each name; people known only from imported talk, where nobody with an account does."""
    present: dict[str, list[int]] = defaultdict(list)
    imported: dict[str, list[int]] = defaultdict(list)
    for name, pk, user in people.values_list("folded_name", "pk", "user"):
        (present if user else imported)[name].append(pk)
    return {**imported, **present}


def calls_all(author: Member, room: Room, body: str) -> bool:
    if not text.calls_everyone(body):
        return False
    policy.require_call_to_all(author, room)
    return True


def readers(room: Room) -> MemberQuerySet:
    """Everybody who can read a room."""
    present = Member.objects.present().filter(community=room.community_id)
    return present if room.kind == Room.Kind.OPEN else present.filter(seats__room=room)


def write(message: Message, ids: list[int]) -> None:
    """Make the message's mention rows those of these members."""
    message.mentions.exclude(member__in=ids).delete()
    rows = [Mention(message=message, member_id=pk, room_id=message.room_id, seq=message.seq) for pk in ids]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
