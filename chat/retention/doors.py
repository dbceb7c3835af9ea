from chat import rooms
from chat.retention import keeping
from community.rules import record


def register() -> None:
    rooms.when_opening(lambda community_id: {"keeps_days": keeping.of_new_rooms(community_id)})
    record.make_public("keep", "room", "keep_room", record.ORDER, tells=("days", "since"))
    record.make_public("keep", "community", "keep_new_rooms", record.ORDER, tells=("days",))
