"""Access may end at any moment of a `follow`: what was read after that is nobody's who is outside."""

from collections.abc import Callable

import pytest

from community.realtime import changes, standard, topics
from community.realtime.hub import Hub
from community.realtime.shapes import FollowTopics


class Page:
    """What stands for a shape."""

    def encoded(self) -> bytes:
        return b'{"said":"among ourselves"}'


class Door:
    """A kind of topic with one member inside, who is removed in the step of a `follow` that is named."""

    def __init__(self, shut_in: str) -> None:
        self.inside = {(1, 5)}
        self._shut_in = shut_in

    def kind(self) -> topics.Kind:
        return topics.Kind(
            lambda followers: self.inside & set(followers),
            numbers=self._step("numbers", lambda ids: dict.fromkeys(ids, 9)),
            changes=self._step("changes", lambda pk, since: Page()),
        )

    def _step(self, name: str, step: Callable) -> Callable:
        def take(*wanted):
            if name == self._shut_in:
                self.inside.clear()
            return step(*wanted)

        return take


class Connection:
    def __init__(self, hub: Hub) -> None:
        self.user_id, self.hub = 1, hub


async def followed(monkeypatch, door: Door) -> tuple[dict, dict[str, bytes], set[str]]:
    """What somebody is answered who holds what was said up to 3, and what they follow then."""
    monkeypatch.setitem(topics.KINDS, "test", door.kind())
    monkeypatch.setattr(changes, "_kept", changes._Kept())
    hub = Hub()
    hub._channel = await hub._layer.new_channel("hub")
    connection = Connection(hub)
    hub._topics[connection] = set()
    answer = await standard.follow(connection, FollowTopics(topics=["test.5"], since={"test.5": 3}))
    return answer.followed.wire(), answer.pages, hub.followed(connection)


async def test_who_stays_gets_what_changed_and_the_number_up_to_which_that_is(monkeypatch):
    answer, pages, follows = await followed(monkeypatch, Door("nowhere"))
    assert (answer["numbers"], answer["refused"], list(pages), follows) == ({"test.5": 9}, [], ["test.5"], {"test.5"})


@pytest.mark.parametrize("step", ["numbers", "changes"])
async def test_who_is_removed_while_it_is_read_gets_nothing_and_is_refused(monkeypatch, step):
    answer, pages, follows = await followed(monkeypatch, Door(step))
    assert (answer["numbers"], answer["refused"], pages, follows) == ({}, ["test.5"], {}, set())
