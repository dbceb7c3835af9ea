"""Devices of several people, and a network between them and the server that loses, doubles and delays frames."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from chat import history, listing, rooms
from chat.models import Room
from community.errors import NotFound
from community.members.models import Member
from community.realtime import topics
from tests.board.mirror import heard
from tests.faults.mirror import Mirror

Frame = dict[str, Any]
FATES = ("arrives", "is lost", "comes twice", "comes late")


class Device:
    """One tab of a member that shows a room, by the rules of docs/protocol.md."""

    def __init__(self, network: "Network", member: Member, room_id: int) -> None:
        self.member = member
        self.mirror = Mirror()
        self.mine: dict[str, Any] | None = None
        self._network = network
        self._room_id = room_id
        self._topic = f"room.{room_id}"
        self.connect()

    def connect(self) -> None:
        """Follow first, fetch after."""
        self._network.follow(self, f"member.{self.member.pk}")
        try:
            room, me = rooms.seen_by(self.member.user, self._room_id)
        except NotFound:
            self._close()
            return
        self._network.follow(self, self._topic)
        self.mine = listing.one(room, me).wire()["mine"]
        self.hear_beat()

    def hear(self, frame: Frame) -> None:
        if frame["on"] == "room.changed" and self.mirror.hear(frame):
            self._fetch()
        elif frame["on"] == "room.gone":
            self._close()
        elif frame["on"] == "room.joined":
            self.connect()
        elif frame["on"] == "read.moved" and self.mine and frame["read_seq"] > self.mine["read_seq"]:
            self.mine |= {name: frame[name] for name in ("read_seq", "unread", "mentions")}

    def hear_beat(self) -> None:
        """The number of the room, if it is followed."""
        if self in self._network.followers[self._topic]:
            self.mirror.ahead = max(self.mirror.ahead, topics.numbers([self._topic])[self._topic])
            self._fetch()

    @property
    def unread(self) -> int:
        """What the protocol lets a client reckon by itself: places of the room beyond what was read."""
        assert self.mine
        return max(0, self.mirror.seq - self.mine["read_seq"])

    def ask_again(self) -> None:
        """Fetch the room anew, as a page does that is seen again, and follow nothing anew."""
        self.mine = listing.one(*rooms.seen_by(self.member.user, self._room_id)).wire()["mine"]

    def _fetch(self) -> None:
        while self.mirror.is_behind():
            room, _ = rooms.seen_by(self.member.user, self._room_id)
            self.mirror.take(history.changes(room, self.mirror.rev, 3).wire())

    def _close(self) -> None:
        self._network.followers[self._topic].discard(self)
        self.mine = None


class Network:
    """Hands frames to those who follow their topic. What becomes of each is decided by `fates`, in turn."""

    def __init__(self, fates: Iterator[str]) -> None:
        self.followers: dict[str, set[Device]] = defaultdict(set)
        self._fates = fates
        self._late: list[tuple[Device, Frame]] = []

    def follow(self, device: Device, topic: str) -> None:
        self.followers[topic].add(device)

    def pass_on(self, messages: list[Frame]) -> None:
        """What the server published, in the order in which it did."""
        for message in messages:
            if message["type"] == "hub.expel":
                self._expel(message)
            for frame in heard([message]):
                for device in sorted(self.followers[message["topic"]], key=id):
                    self._send(device, frame)

    def calm(self) -> None:
        """Everything that was late arrives."""
        late, self._late = self._late, []
        for device, frame in late:
            device.hear(frame)

    def _send(self, device: Device, frame: Frame) -> None:
        fate = next(self._fates, "arrives")
        if fate == "comes late":
            self._late.append((device, frame))
        for _ in range({"arrives": 1, "comes twice": 2}.get(fate, 0)):
            device.hear(frame)

    def _expel(self, message: Frame) -> None:
        gone = {device for device in self.followers[message["topic"]] if device.member.user_id == message["user"]}
        self.followers[message["topic"]] -= gone


def truth(room_id: int) -> tuple[dict[int, Frame], dict[int, Frame]]:
    """The room as it stands: messages and cards by id."""
    from chat.shapes import FoldShape

    room = Room.objects.get(pk=room_id)
    messages = history.shapes(room.messages.order_by("seq"))
    folds = [FoldShape.of(fold) for fold in room.folds.select_related("by")]
    return {row.id: row.wire() for row in messages}, {row.id: row.wire() for row in folds}
