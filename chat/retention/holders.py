"""What needs the words of messages, however old they are. Upper layers register their own reasons."""

from collections.abc import Callable

from chat import targets
from chat.models import Message, Pin
from community.moderation import evidence
from community.trust import swept

Holder = Callable[[list[int]], set[int]]

_holders: list[Holder] = []


def register(holder: Holder) -> None:
    """Have a function called with the ids of old messages, that gives back those that must stay.

    It is called with their room locked, inside the transaction in which the others go.
    """
    _holders.append(holder)


def needed(ids: list[int]) -> set[int]:
    """Those of these messages that something needs."""
    return {pk for holder in (_promoted, _pinned, _evidence, _around_evidence, *_holders) for pk in holder(ids)}


def _promoted(ids: list[int]) -> set[int]:
    return set(Message.objects.filter(pk__in=ids, fold__isnull=False).values_list("pk", flat=True))


def _pinned(ids: list[int]) -> set[int]:
    return set(Pin.objects.filter(message__in=ids).values_list("message", flat=True))


def _evidence(ids: list[int]) -> set[int]:
    things = [f"message:{pk}" for pk in ids]
    return _numbers(evidence.needed(things) | swept.needed(things))


def _around_evidence(ids: list[int]) -> set[int]:
    """What moderators read beside what was reported: a case is judged by it, and so is an appeal."""
    rooms = Message.objects.filter(pk__in=ids).values_list("room", flat=True).distinct()
    reported = evidence.undecided("message", [f"room:{pk}" for pk in rooms])
    return targets.read_with(Message.objects.filter(pk__in=_numbers(reported))).intersection(ids)


def _numbers(things: set[str]) -> set[int]:
    return {int(thing.removeprefix("message:")) for thing in things}
