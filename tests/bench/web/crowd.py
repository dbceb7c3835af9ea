"""`python -m tests.bench.web.crowd ROOM COUNT RATE`: the others talk in a room, in a process beside the server's."""

import sys
import time
from uuid import uuid4

from tests.bench.web import stage

from chat import messages  # isort: skip
from chat.models import Room  # isort: skip


def main(room: int, count: int, rate: float) -> None:
    """Post so many messages, at most so many a second."""
    place = Room.objects.get(pk=room)
    people = [
        seat.member for seat in place.seats.select_related("member__user", "member__community").order_by("pk")[1:]
    ]
    voices, began = stage.talk(), time.monotonic()
    for number in range(count):
        if (early := began + number / rate - time.monotonic()) > 0:
            time.sleep(early)
        nick, words = next(voices)
        messages.post(people[sum(nick.encode()) % len(people)], place, words, client_id=uuid4())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
