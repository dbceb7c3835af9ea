"""Whatever members do, and whatever the network does to what they hear of it, their devices end up with the truth."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from board import posts, promotions
from board.models import Promotion
from chat import messages, reactions, rooms, seats
from chat.models import Mention, Message, Reaction, Room, Seat
from community.errors import Refusal
from community.members.models import Member
from community.realtime import publish
from tests.board.acts import category_for, fresh
from tests.contract.devices import FATES, Device, Network, truth


class Talk:
    """A closed room with its people, and the verbs by which they change it."""

    def __init__(self, people: list[Member], room: Room) -> None:
        self.people, self.room_id = people, room.pk
        self.category = category_for(people[0], "room", room)

    def post(self, who: Member, which: int) -> None:
        said = self._messages()
        answered = said[which % len(said)].pk if said and which % 3 == 0 else None
        messages.post(who, self._room(who), f"Words {which}", client_id=uuid4(), reply_to=answered)

    def edit(self, who: Member, which: int) -> None:
        messages.edit(who, self._message(who, which), f"Better words {which} @{self.people[which % 3].name}")

    def recall(self, who: Member, which: int) -> None:
        messages.recall(who, self._message(who, which))

    def react(self, who: Member, which: int) -> None:
        reactions.add(who, self._message(who, which), "👍🎉"[which % 2])

    def unreact(self, who: Member, which: int) -> None:
        mine = list(Reaction.objects.filter(message__room=self.room_id, member=who).order_by("pk"))
        if not mine:
            raise Refusal("not_found", "Nothing was reacted to.")
        taken = mine[which % len(mine)]
        reactions.take_back(who, messages.seen_by(who.user, taken.message_id)[0], taken.emoji)

    def read(self, who: Member, which: int) -> None:
        seats.read(who, self._room(who), which)

    def promote(self, who: Member, which: int) -> None:
        chosen = [message.pk for message in self._messages()[which % 5 :][:3]]
        promotions.propose(who, self._room(who), chosen, "A title", self.category)

    def reply(self, who: Member, which: int) -> None:
        posts.reply(who, fresh(self._promotion(which).thread), "On the board", client_id=uuid4(), parent=None)

    def undo(self, who: Member, which: int) -> None:
        promotions.undo(who, self._promotion(which))

    def leave(self, who: Member, which: int) -> None:
        rooms.leave(who, self._room(who))

    def join(self, who: Member, which: int) -> None:
        rooms.invite(self.people[0], self._room(self.people[0]), who)

    def _room(self, who: Member) -> Room:
        return rooms.seen_by(who.user, self.room_id)[0]

    def _messages(self) -> list[Message]:
        return list(Message.objects.filter(room=self.room_id).order_by("seq"))

    def _message(self, who: Member, which: int) -> Message:
        said = self._messages()
        if not said:
            raise Refusal("not_found", "Nothing was said.")
        return messages.seen_by(who.user, said[which % len(said)].pk)[0]

    def _promotion(self, which: int) -> Promotion:
        made = list(Promotion.objects.filter(room=self.room_id).exclude(thread=None).order_by("pk"))
        if not made:
            raise Refusal("not_found", "Nothing was promoted.")
        return made[which % len(made)]


VERBS: dict[str, Callable[[Talk, Member, int], None]] = {
    name: getattr(Talk, name)
    for name in ("post", "edit", "recall", "react", "unreact", "read", "promote", "reply", "undo", "leave", "join")
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["post", "post", *VERBS, "a heartbeat", "a reconnect"]),
        st.integers(0, 2),
        st.integers(0, 11),
    ),
    min_size=5,
    max_size=40,
)


@pytest.fixture
def talk(ada, ben, mo, den) -> Talk:
    seats.take(den, mo)
    return Talk([ada, ben, mo], den)


@given(steps=STEPS, fates=st.lists(st.sampled_from(FATES), max_size=120))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_three_devices_end_up_with_what_the_server_has(talk: Talk, steps, fates):
    with transaction.atomic():
        network = Network(iter(fates))
        ada, ben, _ = talk.people
        devices = [Device(network, member, talk.room_id) for member in (ada, ben, ben)]
        for verb, who, which in steps:
            _step(talk, network, devices, verb, who, which)
        _compare(network, devices, talk.room_id)
        transaction.set_rollback(True)


def _step(talk: Talk, network: Network, devices: list[Device], verb: str, who: int, which: int) -> None:
    if verb == "a heartbeat":
        devices[who].hear_beat()
    elif verb == "a reconnect":
        devices[who].connect()
    else:
        network.pass_on(_published(lambda: VERBS[verb](talk, talk.people[who], which)))


def _published(act: Callable[[], None]) -> list[dict]:
    """What is published once this is committed; nothing when it is refused."""
    sent: list[dict] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "_send", lambda messages: sent.extend(message for _, message in messages))
        with TestCase.captureOnCommitCallbacks(execute=True):
            try:
                act()
            except Refusal:
                return []
    return sent


def _compare(network: Network, devices: list[Device], room_id: int) -> None:
    """After what was late, a heartbeat is enough for what is followed; a new connection for everything else.

    What is unread is counted row by row here, and reckoned by the device from the numbers that it holds.
    """
    expected = truth(room_id)
    network.calm()
    for device in list(network.followers[f"room.{room_id}"]):
        device.hear_beat()
        assert (device.mirror.messages, device.mirror.folds) == expected
        assert device.mine
        assert device.unread == _said_after(room_id, device.mine["read_seq"])
        device.ask_again()
        _compare_unread(device, Seat.objects.get(room=room_id, member=device.member))
    for device in devices:
        device.connect()
        seat = Seat.objects.filter(room=room_id, member=device.member).first()
        assert (device.mine is None) == (seat is None)
        if seat and device.mine:
            assert (device.mirror.messages, device.mirror.folds) == expected
            _compare_unread(device, seat)


def _compare_unread(device: Device, seat: Seat) -> None:
    assert device.mine
    calls = Mention.objects.filter(member=seat.member, message__room=seat.room_id, message__seq__gt=seat.read_seq)
    assert device.mine["read_seq"] == seat.read_seq
    assert device.unread == device.mine["unread"] == _said_after(seat.room_id, seat.read_seq)
    assert device.mine["mentions"] == calls.count()


def _said_after(room_id: int, read_seq: int) -> int:
    return Message.objects.filter(room=room_id, seq__gt=read_seq).count()
