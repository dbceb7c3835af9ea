"""The rows of coming in."""

from uuid import uuid4

from tests.contract.permissions.rows import ALL, LAKE, PUBLIC, SIGNED_IN, STRANGER, holders, row
from tests.contract.permissions.scenes import asked, long_ago, with_a_word

ROWS = [
    row("POST", f"{LAKE}join/", SIGNED_IN, {}, quiet=ALL, way_in=True),
    row("POST", f"{LAKE}leave/", ALL - {"owner"}, refused=409, quiet=ALL),
    row("GET", f"{LAKE}invitations/", ALL),
    row("POST", f"{LAKE}invitations/", holders("invitation.create"), {}),
    row("GET", "invitations/<slug:code>/", PUBLIC, code="code"),
    row("DELETE", "invitations/<slug:code>/", holders("community.edit"), code="code"),
    row("GET", "invitations/<slug:code>/qr.svg", PUBLIC, code="code"),
    row("GET", f"{LAKE}entrance/", PUBLIC),
    row("GET", f"{LAKE}entrance/settings/", holders("community.edit")),
    row("PATCH", f"{LAKE}entrance/settings/", holders("community.edit"), {"word": "Heron"}),
    row("GET", f"{LAKE}applications/", holders("application.decide")),
    # Members are inside already; the stage's door stands open until somebody asks.
    row(
        "POST", f"{LAKE}applications/", {STRANGER}, lambda stage: {"answers": []}, before=asked, refused=409,
        way_in=True,
    ),
    row("GET", f"{LAKE}applications/decided/", holders("application.decide")),
    row("DELETE", f"{LAKE}applications/mine/", SIGNED_IN, quiet=ALL),
    row(
        "POST", "applications/<int:pk>/decision/", holders("application.decide"), {"outcome": "accepted"},
        pk="application",
    ),
    row("POST", f"{LAKE}enter/", SIGNED_IN, {"words": "Heron"}, before=with_a_word, quiet=ALL, way_in=True),
    row("GET", f"{LAKE}codes/", holders("code.create")),
    row("POST", f"{LAKE}codes/", holders("code.create"), {"count": 1}),
    row("POST", f"{LAKE}codes/", holders("code.create"), {"count": 1, "role": "moderator"}, by_vote="role"),
    row("DELETE", f"{LAKE}codes/<int:pk>/", holders("code.create"), pk="invite_code"),
    row("GET", f"{LAKE}codes.csv", holders("code.create")),
    row("GET", f"{LAKE}card/", ALL),
    row("POST", f"{LAKE}card/", holders("invitation.personal"), before=long_ago),
    row("GET", f"{LAKE}referrals/", holders("referral.read")),
    row("GET", f"{LAKE}welcome/", ALL),
    row("PUT", f"{LAKE}welcome/interests/", ALL, {"tags": []}, quiet=ALL),
    row("PUT", f"{LAKE}welcome/steps/<slug:step>/", ALL, quiet=ALL, step="places"),
    row(
        "POST", f"{LAKE}welcome/hello/", holders("room.post"),
        lambda stage: {"words": "Hello", "client_id": str(uuid4())},
    ),
    row("GET", f"{LAKE}opening/", ALL),
    row("GET", f"{LAKE}opening/poll/", ALL),
    row(
        "PUT", f"{LAKE}opening/poll/", holders("opening.ask"),
        {"question": "Where first?", "answers": ["Lake", "Sea"]},
    ),
    row("DELETE", f"{LAKE}opening/poll/", holders("opening.ask")),
    row("GET", f"{LAKE}waiting/", holders("application.decide")),
    row("POST", f"{LAKE}waiting/", SIGNED_IN, {}, quiet=ALL, way_in=True),
    row("DELETE", f"{LAKE}waiting/", SIGNED_IN, quiet=ALL),
]  # fmt: skip
