"""The rows of the board, of promotions and capsules."""

from uuid import uuid4

from tests.contract.permissions.rows import ALL, AUTHOR, CAPSULE, LAKE, MOVE, NOBODY, POST, PROMO, THREAD, holders, row
from tests.contract.permissions.scenes import (
    another_thread,
    asked_and_answered,
    changed_together,
    hidden_post,
    in_the_den,
    removed_thread,
    replied,
    splitting,
    thought_of,
    written_together,
)
from tests.contract.permissions.stage import message, note

ROWS = [
    row("GET", f"{LAKE}categories/", ALL),
    row("POST", f"{LAKE}categories/", holders("category.create"), {"name": "New"}),
    row("PATCH", "categories/<int:pk>/", holders("category.create"), {"name": "Other"}, pk="category"),
    row("GET", f"{LAKE}tags/", ALL),
    row("GET", f"{LAKE}threads/", ALL),
    row(
        "POST", f"{LAKE}threads/", holders("thread.create"),
        lambda stage: message(stage) | {"category": stage.ids["category"], "title": "A new thread", "tags": []},
    ),
    row("GET", THREAD, ALL, pk="thread"),
    row("PATCH", THREAD, AUTHOR | holders("thread.edit"), {"title": "Another title"}, pk="thread"),
    row("DELETE", THREAD, AUTHOR | holders("thread.edit"), {"reason": "Rude"}, quiet=AUTHOR, pk="thread"),
    row("POST", f"{THREAD}restore/", holders("thread.edit"), before=removed_thread, refused=404, pk="thread"),
    row(
        "PUT", f"{THREAD}category/", holders("thread.move"), lambda stage: {"category": stage.ids["category"]},
        pk="thread",
    ),
    row(
        "POST", f"{THREAD}merge/", holders("thread.merge"), lambda stage: {"into": stage.ids["another"]},
        before=another_thread, pk="thread",
    ),
    row("POST", f"{THREAD}split/", holders("thread.split"), splitting, before=replied, pk="thread"),
    row(
        "PUT", f"{THREAD}kind/", AUTHOR | holders("thread.edit"), {"kind": "question", "was": "discussion"},
        pk="thread",
    ),
    row(
        "PUT", f"{THREAD}answer/", AUTHOR | holders("thread.edit"), lambda stage: {"post": stage.ids["reply"]},
        before=asked_and_answered, pk="thread",
    ),
    row(
        "DELETE", f"{THREAD}answer/", AUTHOR | holders("thread.edit"), {"post": 0}, before=asked_and_answered,
        pk="thread",
    ),
    row(
        "PUT", f"{THREAD}status/", holders("thread.decide"), {"status": "planned", "was": "open"}, before=thought_of,
        pk="thread",
    ),
    row(
        "PUT", f"{THREAD}note/", holders("post.create"), {"body": "Other words", "revision": 1},
        before=written_together, pk="thread",
    ),
    row("GET", f"{THREAD}revisions/", ALL, pk="thread"),
    row(
        "GET", f"{THREAD}revisions/<int:since>/<int:number>/", ALL, before=changed_together, pk="thread",
        since="first", number="first",
    ),
    row("GET", f"{THREAD}revisions/<int:number>/", ALL, before=changed_together, pk="thread", number="first"),
    row("GET", f"{THREAD}acts/", ALL, pk="thread"),
    row("PUT", f"{THREAD}lock/", holders("thread.lock"), pk="thread"),
    row("DELETE", f"{THREAD}lock/", holders("thread.lock"), pk="thread"),
    row("PUT", f"{THREAD}pin/", holders("thread.pin"), pk="thread"),
    row("DELETE", f"{THREAD}pin/", holders("thread.pin"), pk="thread"),
    row("PUT", f"{THREAD}level/", ALL, {"level": "follow"}, quiet=ALL, pk="thread"),
    row("PUT", f"{THREAD}read/", ALL, {"seq": 1}, quiet=ALL, pk="thread"),
    row("GET", f"{THREAD}posts/", ALL, pk="thread"),
    row("POST", f"{THREAD}posts/", holders("post.create"), message, pk="thread"),
    row("GET", f"{THREAD}changes/", ALL, pk="thread"),
    row("PATCH", POST, AUTHOR, {"body": "Better"}, pk="post"),
    row("DELETE", POST, AUTHOR, quiet=ALL, pk="post"),
    row("PUT", f"{POST}reactions/<str:emoji>/", holders("reaction.add"), pk="post", emoji="👍"),
    row("DELETE", f"{POST}reactions/<str:emoji>/", ALL, quiet=ALL, pk="post", emoji="👍"),
    row("PUT", f"{POST}hidden/", holders("message.hide"), {"reason": "Rude"}, pk="post"),
    row("DELETE", f"{POST}hidden/", holders("message.hide"), before=hidden_post, pk="post"),
    row("POST", f"{THREAD}capsule/", holders("capsule.create"), pk="thread"),
    row("GET", f"{LAKE}capsules/", ALL),
    row("POST", f"{LAKE}capsules/", holders("capsule.create"), note),
    row("GET", f"{LAKE}capsules/settings/", ALL),
    row("PATCH", f"{LAKE}capsules/settings/", holders("community.edit"), {"model": True}),
    row("GET", CAPSULE, ALL, pk="capsule"),
    row("PATCH", CAPSULE, AUTHOR | holders("capsule.edit"), {"title": "Another title"}, pk="capsule"),
    row("DELETE", CAPSULE, AUTHOR | holders("capsule.edit"), quiet=AUTHOR, pk="capsule"),
    row(
        "POST", f"{CAPSULE}share/", holders("room.post"),
        lambda stage: {"client_id": str(uuid4()), "room": stage.ids["room"]}, in_room=True, pk="capsule",
    ),
    row("GET", PROMO, ALL, pk="promotion"),
    row("POST", f"{PROMO}undo/", AUTHOR | holders("promotion.undo"), quiet=AUTHOR, pk="promotion"),
    row(
        "POST", f"{PROMO}absorb/", holders("promotion.create"), lambda stage: {"messages": [stage.ids["late"]]},
        in_room=True, pk="promotion",
    ),
    row("GET", f"{THREAD}moves/", holders("thread.move"), pk="thread"),
    row(
        "POST", f"{THREAD}moves/", holders("thread.move"), lambda stage: {"category": stage.ids["category"]},
        before=in_the_den, pk="thread",
    ),
    row("GET", MOVE, AUTHOR | holders("thread.move"), refused=404, pk="move"),
    row("DELETE", MOVE, holders("thread.move"), refused={403, 404}, pk="move"),
    row("POST", f"{MOVE}consent/", AUTHOR, {"agree": True}, refused=404, quiet=ALL, pk="move"),
    row("POST", f"{PROMO}consent/", NOBODY, {"agree": True}, refused=404, pk="promotion"),
]  # fmt: skip
