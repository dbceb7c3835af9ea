"""The rows of rooms, messages, files and conversations."""

from uuid import uuid4

from tests.contract.permissions.rows import ALL, AUTHOR, CONVERSATION, LAKE, MSG, NOBODY, ROOM, holders, row
from tests.contract.permissions.scenes import hidden, just_said
from tests.contract.permissions.stage import message

ROWS = [
    row("GET", f"{LAKE}rooms/", ALL),
    row("POST", f"{LAKE}rooms/", holders("room.create"), {"kind": "open", "name": "New"}),
    row("POST", f"{LAKE}directs/", holders("direct.create"), lambda stage: {"member": stage.ids["friend_id"]}),
    row("GET", ROOM, ALL, pk="room"),
    row("PATCH", ROOM, holders("room.edit"), {"topic": "New"}, pk="room"),
    row("POST", f"{ROOM}join/", ALL, quiet=ALL, pk="room"),
    row("POST", f"{ROOM}leave/", ALL, quiet=ALL, pk="room"),
    row("GET", f"{ROOM}members/", ALL, pk="room"),
    row("POST", f"{ROOM}members/", holders("room.post"), lambda stage: {"member": stage.ids["friend_id"]}, pk="room"),
    row("DELETE", f"{ROOM}members/<int:member>/", holders("room.edit"), pk="closed", member="member_id"),
    row("PUT", f"{ROOM}level/", ALL, {"level": "mentions"}, quiet=ALL, pk="room"),
    row("PUT", f"{ROOM}read/", ALL, {"seq": 1}, quiet=ALL, pk="room"),
    row("GET", f"{ROOM}callable/", ALL, pk="room"),
    row("GET", f"{LAKE}callable/", ALL),
    row("GET", f"{ROOM}readers/", ALL, pk="room"),
    row("GET", f"{ROOM}messages/", ALL, pk="room"),
    row("POST", f"{ROOM}messages/", holders("room.post"), message, in_room=True, pk="room"),
    row("GET", f"{ROOM}changes/", ALL, pk="room"),
    row("GET", f"{ROOM}pins/", ALL, pk="room"),
    row("GET", f"{ROOM}files/", ALL, pk="room"),
    # An upload is its owner's; without tus' own headers nothing begins and nothing goes on, whoever asks.
    row("POST", f"{LAKE}uploads/", ALL, served=400, quiet=ALL),
    row("GET", f"{LAKE}uploads/<int:upload>/", AUTHOR, refused=404, upload="upload"),
    row("PATCH", f"{LAKE}uploads/<int:upload>/", AUTHOR, refused=404, served=400, quiet=ALL, upload="upload"),
    row("DELETE", f"{LAKE}uploads/<int:upload>/", AUTHOR, refused=404, served=204, quiet=ALL, upload="upload"),
    row("GET", "files/<int:pk>/", ALL, pk="file"),
    row("GET", "files/<int:pk>/thumb/<int:width>/", ALL, pk="file", width="320"),
    row("GET", f"{LAKE}stickers/", ALL),
    # an image that somebody else brought along
    row(
        "POST", f"{LAKE}stickers/", holders("sticker.edit"),
        lambda stage: {"file": stage.ids["file"], "name": "Hello"}, served=404,
    ),
    row("DELETE", "stickers/<int:pk>/", holders("sticker.edit"), pk="sticker"),
    row("GET", f"{ROOM}load/", ALL, pk="room"),
    row("GET", f"{ROOM}keeping/", ALL, pk="room"),
    row("PUT", f"{ROOM}keeping/", holders("room.edit"), {"days": 30}, pk="room"),
    row("GET", f"{LAKE}keeping/", ALL),
    row("PUT", f"{LAKE}keeping/", holders("community.edit"), {"days": 90}),
    row("PATCH", f"{ROOM}load/", holders("room.edit"), {"posters": 30, "slow": 5}, pk="room"),
    row("GET", f"{ROOM}load/history/", holders("room.edit"), pk="room"),
    # nobody here talks with anybody
    row("GET", f"{ROOM}load/circle/", NOBODY, refused=404, pk="room"),
    row(
        "POST", f"{ROOM}load/circle/", NOBODY,
        lambda stage: {"name": "New", "members": [stage.ids["friend_id"], stage.ids["member_id"]]}, refused=404,
        pk="room",
    ),
    # too small for hosts too
    row("GET", f"{ROOM}load/split/", NOBODY, refused={403, 404}, pk="room"),
    row(
        "POST", f"{ROOM}load/split/", holders("room.edit"),
        lambda stage: {"client_id": str(uuid4()), "name": "One half", "members": [stage.ids["friend_id"]]}, pk="room",
    ),
    row("GET", MSG, ALL, pk="message"),
    row("PATCH", MSG, AUTHOR, {"body": "Better"}, in_room=True, pk="message"),
    row("DELETE", MSG, AUTHOR, quiet=ALL, pk="message"),
    row("DELETE", f"{MSG}preview/", AUTHOR, quiet=ALL, pk="message"),
    row("POST", f"{MSG}recall/", AUTHOR, before=just_said, quiet=ALL, pk="message"),
    row("PUT", f"{MSG}reactions/<str:emoji>/", holders("reaction.add"), in_room=True, pk="message", emoji="👍"),
    row("DELETE", f"{MSG}reactions/<str:emoji>/", ALL, quiet=ALL, pk="message", emoji="👍"),
    row("PUT", f"{MSG}pin/", holders("room.pin"), in_room=True, pk="message"),
    row("DELETE", f"{MSG}pin/", holders("room.pin"), pk="message"),
    row("PUT", f"{MSG}hidden/", holders("message.hide"), {"reason": "Rude"}, pk="message"),
    row("DELETE", f"{MSG}hidden/", holders("message.hide"), before=hidden, pk="message"),
    row(
        "POST", f"{ROOM}promotions/", holders("promotion.create"),
        lambda stage: {"messages": [stage.ids["message"]], "title": "A talk", "category": stage.ids["category"]},
        in_room=True, pk="room",
    ),
    row("GET", f"{MSG}proposal/", holders("promotion.create"), pk="message"),
    row("GET", f"{ROOM}conversations/", ALL, pk="room"),
    row("GET", f"{ROOM}links/", ALL, pk="room"),
    row("GET", f"{ROOM}suggestions/", holders("suggestion.decide"), pk="room"),
    row(
        "POST", f"{ROOM}suggestions/promote/", holders("suggestion.decide"),
        lambda stage: {"conversations": [stage.ids["conversation"]], "category": stage.ids["category"]}, pk="room",
    ),
    row("DELETE", "suggestions/<int:pk>/", holders("suggestion.decide"), pk="suggestion"),
    row("GET", f"{ROOM}catch-up/", ALL, pk="room"),
    row("PUT", f"{CONVERSATION}done/", ALL, {"seq": 1}, quiet=ALL, pk="conversation"),
    row("DELETE", f"{CONVERSATION}done/", ALL, quiet=ALL, pk="conversation"),
    row("PUT", f"{CONVERSATION}follow/", ALL, quiet=ALL, pk="conversation"),
    row("DELETE", f"{CONVERSATION}follow/", ALL, quiet=ALL, pk="conversation"),
    row("POST", f"{CONVERSATION}capsule/", holders("capsule.create"), pk="conversation"),
    row("GET", CONVERSATION, ALL, pk="conversation"),
    row("GET", f"{CONVERSATION}messages/", ALL, pk="conversation"),
    row(
        "POST", f"{CONVERSATION}steer/", holders("suggestion.decide"),
        lambda stage: {"category": stage.ids["category"]}, in_room=True, pk="conversation",
    ),
    row(
        "POST", f"{CONVERSATION}carry-on/", holders("suggestion.decide"),
        lambda stage: {"client_id": str(uuid4()), "name": "Over there"}, in_room=True, pk="conversation",
    ),
]  # fmt: skip
