"""The list of rooms: written in pieces, and the same as each room alone."""

import json
from uuid import uuid4

from django.db import connection

from chat import crowds, listing, messages, rooms, seats
from chat.models import Room
from chat.shapes import RoomShape


def listed(member) -> dict[int, RoomShape]:
    told = json.loads(listing.rooms(member))
    assert told["next"] is None
    shapes = [RoomShape.model_validate(row) for row in told["results"]]
    return {shape.id: shape for shape in shapes}


def test_a_room_of_the_list_is_the_same_as_alone(ada, ben, mo, square, den):
    unseated = rooms.create(mo, "open", 'Mo\'s "quoted" 房间')
    direct = rooms.direct(ada, ben)
    messages.post(ben, square, "Hello @Ada 你好", client_id=uuid4())
    messages.post(ben, direct, "Only for you", client_id=uuid4())
    found = listed(ada)
    assert {square.pk, den.pk, direct.pk, unseated.pk} <= found.keys()
    assert found[unseated.pk].mine is None
    assert found[direct.pk].peer.name == "Ben"
    assert found[square.pk].mine.mentions == 1
    for room in Room.objects.filter(pk__in=found):
        assert found[room.pk] == listing.one(room, ada)


def test_who_sits_down_or_gets_up_is_counted_at_once(ada, ben, mo, square):
    before = listed(ada)[square.pk].people
    seats.give_up(square, mo)
    assert listed(ada)[square.pk].people == before - 1
    seats.take(square, mo)
    assert listed(ada)[square.pk].people == before


def test_who_sits_down_while_it_is_counted_is_not_forgotten(ada, mo, square):
    seats.give_up(square, mo)
    coming = [mo]

    def sit_down_after(execute, *query):
        answer = execute(*query)
        while coming:
            seats.take(square, coming.pop())
        return answer

    with connection.execute_wrapper(sit_down_after):
        people = crowds.of([square.pk])[square.pk]
    assert crowds.of([square.pk]) == {square.pk: people + 1}


def test_a_room_is_counted_once_for_all_who_read_its_list(ada, ben, square, django_assert_num_queries):
    people = listed(ada)[square.pk].people
    with django_assert_num_queries(0):
        assert crowds.of([square.pk]) == {square.pk: people} == {square.pk: 2}
