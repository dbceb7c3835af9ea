"""The rows of what the members decide."""

from tests.contract.permissions.rows import ALL, AUTHOR, LAKE, LED, STANDS, VOTE, holders, row
from tests.contract.permissions.scenes import discussed, filled, gift, lent, opinion, voting

ROWS = [
    row("GET", f"{LAKE}governance/", ALL),
    row("PATCH", f"{LAKE}governance/", holders("charter.edit"), {"quorum": 30}, by_vote="charter"),
    row("PATCH", f"{LAKE}governance/", holders("charter.edit"), {"lending": True}, by_vote="lending"),
    row("POST", f"{LAKE}governance/move-on/", holders("charter.edit"), only_in={LED}),
    row("GET", f"{LAKE}lending/", ALL),
    row(
        "PUT", f"{LAKE}lending/<slug:kind>/", holders("proposal.vote"), lambda stage: {"to": stage.ids["friend_id"]},
        before=lent, quiet=ALL, kind="all",
    ),
    row("DELETE", f"{LAKE}lending/<slug:kind>/", ALL, quiet=ALL, kind="all"),
    row("GET", f"{LAKE}purse/", ALL),
    row("GET", f"{LAKE}purse/entries/", ALL),
    row("GET", f"{LAKE}points/entries/", ALL),
    row("POST", f"{LAKE}purse/gifts/", holders("points.give"), gift, before=filled, by_vote="spend"),
    row("GET", f"{LAKE}proposals/", ALL),
    row("POST", f"{LAKE}proposals/", holders("proposal.create"), opinion),
    row("GET", VOTE, ALL, pk="proposal"),
    row("PATCH", VOTE, AUTHOR, {"title": "A raft?", "words": "For all."}, pk="proposal"),
    row("DELETE", VOTE, AUTHOR, quiet=AUTHOR, pk="proposal"),
    row(
        "POST", f"{VOTE}amendments/", holders("proposal.create"), {"title": "A raft?", "words": "All."},
        pk="proposal",
    ),
    row("POST", f"{VOTE}amendments/<int:amendment>/take-over/", AUTHOR, pk="proposal", amendment="amendment"),
    row("POST", f"{VOTE}open/", AUTHOR | holders("proposal.open"), before=discussed, pk="proposal"),
    row("PUT", f"{VOTE}candidacy/", STANDS, {}, pk="election"),
    row("DELETE", f"{VOTE}candidacy/", ALL, quiet=ALL, pk="election"),
    row(
        "PUT", f"{VOTE}ballot/", holders("proposal.vote"), {"choice": ["yes"], "receipt": "0" * 32}, before=voting,
        quiet=ALL, pk="proposal",
    ),
    row("GET", f"{VOTE}ballots/", ALL, pk="proposal"),
]  # fmt: skip
