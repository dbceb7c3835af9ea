"""What is proposed when somebody wants to promote a message, and what they made of it."""

from dataclasses import dataclass

from django.db import transaction

from chat.conversations import engine, gists, grouping, reading
from chat.conversations.lines import judged, lines, whole, window
from chat.conversations.models import Label, Link
from chat.gist import Talk
from chat.models import Message, Room
from community.members.models import Member

AROUND = 100  # messages before and after, where the room has not been read that far
MOST = 100  # messages proposed at the most, those nearest to the anchor
TICKED = 0.5  # how likely a message must belong to be ticked beforehand
ONE = 1.0


@dataclass(frozen=True)
class Proposal:
    """Messages that belong with one of them.

    Attributes:
        messages: in order, standing, in no thread yet.
        chances: for each one's id, how likely it belongs, 0 to 1.
    """

    anchor: Message
    messages: list[Message]
    chances: dict[int, float]

    @property
    def ticked(self) -> list[int]:
        return [message.pk for message in self.messages if self.chances[message.pk] >= TICKED]

    @property
    def unsure(self) -> list[int]:
        return [message.pk for message in self.messages if self.chances[message.pk] < engine.SURE]

    @property
    def talk(self) -> Talk:
        ticked = set(self.ticked)
        return gists.talk([message for message in self.messages if message.pk in ticked])


def of(anchor: Message) -> Proposal:
    """The conversation of a message."""
    messages, links = _linked(anchor) or _judged_now(anchor)
    chances = dict(engine.propose(lines(messages), links, anchor.seq))
    fit = [message for message in messages if message.seq in chances and _is_free(message)]
    nearest = sorted(fit, key=lambda message: abs(message.seq - anchor.seq))[:MOST]
    kept = sorted(nearest, key=lambda message: message.seq)
    return Proposal(anchor, kept, {message.pk: chances[message.seq] for message in kept})


@transaction.atomic
def confirm(by: Member, anchor: Message, chosen_ids: list[int]) -> None:
    """Learn from what somebody promoted: the labels for the next training, and links that stay from now on."""
    proposed = of(anchor).chances
    pairs = [
        Label(
            room_id=anchor.room_id,
            anchor=anchor,
            message_id=pk,
            probability=proposed.get(pk),
            chosen=pk in chosen_ids,
            by=by,
        )
        for pk in sorted({*proposed, *chosen_ids} - {anchor.pk})
    ]
    Label.objects.bulk_create(pairs, ignore_conflicts=True)
    _link_for_good(by, anchor.room, set(chosen_ids), proposed.keys() - set(chosen_ids))


def _linked(anchor: Message) -> tuple[list[Message], list[engine.Link]] | None:
    """The conversation as it was read, as far as it lies near; None for a message that was not read yet."""
    link = Link.objects.filter(message=anchor).first()
    if link is None:
        return None
    there = whole(Message.objects.filter(link__conversation=link.conversation_id))
    before = there.filter(seq__lte=anchor.seq).order_by("-seq")[:MOST]
    after = there.filter(seq__gt=anchor.seq).order_by("seq")[:MOST]
    messages = [*reversed(before), *after]
    return messages, [judged(message) for message in messages]


def _judged_now(anchor: Message) -> tuple[list[Message], list[engine.Link]]:
    messages = window(anchor.room, anchor.seq - AROUND, anchor.seq + AROUND)
    known = [judged(message) for message in messages if getattr(message, "link", None)]
    return messages, engine.link(lines(messages), known=known)


def _is_free(message: Message) -> bool:
    return message.fold_id is None and not getattr(message, "removal", None)


def _link_for_good(by: Member, room: Room, chosen: set[int], dropped: set[int]) -> None:
    """Those that were chosen answer each other; those that were dropped start something of their own."""
    reading.held(room)
    touched = Link.objects.filter(message__in=chosen | dropped).values("conversation")
    messages = list(whole(room.messages.filter(link__conversation__in=touched).order_by("seq")))
    links = {message.seq: message.link for message in messages}
    stood = {seq: (link.parent_seq, link.conversation_id) for seq, link in links.items()}
    last: Message | None = None
    for message in messages:
        if message.pk in chosen:
            if message.link.parent_id not in chosen:
                _answer(message.link, last)
            message.link.confirmed_by, last = by, message
        elif message.pk in dropped and message.link.parent_id in chosen:
            _answer(message.link, None)
            message.link.confirmed_by = by
    grouping.settle(room, {message.seq: message for message in messages}, links, stood)
    confirmed = [message.link for message in messages if message.link.confirmed_by_id == by.pk]
    for link in confirmed:
        link.others = []
    Link.objects.bulk_update(confirmed, ["confirmed_by", "parent", "parent_seq", "probability", "together", "others"])


def _answer(link: Link, parent: Message | None) -> None:
    link.parent, link.parent_seq = parent, parent.seq if parent else None
    link.probability = link.together = ONE
