"""The rows of reports, sanctions, appeals and juries."""

from tests.contract.permissions.rows import ALL, AUTHOR, LAKE, NOBODY, SIGNED_IN, holders, row
from tests.contract.permissions.scenes import silenced

ROWS = [
    row("GET", "members/<int:pk>/sanctions/", holders("member.silence"), pk="member_id"),
    row(
        "POST", "members/<int:pk>/sanctions/", holders("member.silence"), {"grade": "notice", "reason": "Rude"},
        pk="member_id",
    ),
    row("DELETE", "sanctions/<int:pk>/", holders("member.silence"), before=silenced, pk="sanction"),
    row(
        "POST", "reports/", ALL - AUTHOR, lambda stage: {"object": f"message:{stage.ids['message']}", "why": "spam"},
        quiet=ALL,
    ),
    row("GET", f"{LAKE}sanctions/", SIGNED_IN, at_the_door=True),
    row("GET", f"{LAKE}sanctions/in-force/", ALL),
    row("GET", f"{LAKE}holds/", ALL),
    row("GET", f"{LAKE}standing/", ALL),
    row("GET", f"{LAKE}raid/", ALL),
    row("PUT", f"{LAKE}raid/", holders("raid.switch"), {"minutes": 60}),
    row("DELETE", f"{LAKE}raid/", holders("raid.switch")),
    row("DELETE", "holds/<int:pk>/", AUTHOR, refused=404, quiet=ALL, at_the_door=True, pk="hold"),
    row("POST", "sanctions/<int:pk>/appeal/", NOBODY, {"words": "I did not."}, refused=404, pk="0"),
    row("GET", f"{LAKE}trials/", ALL),
    row("GET", f"{LAKE}jury-duty/", ALL),
    # everybody's own, inside or not
    row("GET", f"{LAKE}hearings/", SIGNED_IN),
    row(
        "PUT", "trials/<int:pk>/answer/", AUTHOR, {"words": "I did not."}, refused=404, quiet=ALL, at_the_door=True,
        pk="hearing",
    ),
    row("GET", "trials/<int:pk>/", AUTHOR, refused=404, pk="trial"),
    row("GET", "trials/<int:pk>/draw/", ALL, pk="trial"),
    row("PUT", "trials/<int:pk>/call/", AUTHOR, {"accept": True}, refused=404, pk="trial"),
    row("PUT", "trials/<int:pk>/verdict/", AUTHOR, {"measure": "notice", "reason": "So."}, refused=404, pk="trial"),
]  # fmt: skip
