"""The permission matrix: every endpoint, socket command and address of the admin, by role, phase and sanction.

A new endpoint gets one row in the `of_*.py` of its subject; `test_table.py` fails until it has:

    row("PUT", f"{LAKE}raft/", holders("raft.sail"), {"to": "shore"}, pk="raft")

The row says method, route, who is served in a community that the members govern beside the owner (all others are
refused with `refused`, strangers with 404), the body, and the ids of `stage.py` that stand for the parts of the route.
Where it is not so in every world, the row says that too:

- `quiet=ALL`: whoever is silenced may still do it (reading always); else they are told `member.silenced`;
- `in_room=True`: it is about the one room in which the stage mutes people: they are told `member.muted`;
- `way_in=True`: whoever is suspended is told so here; `at_the_door=True`: here they are served as before;
- `by_vote="rules"`: an act of `phases.BY_VOTE`, which in some phases only a vote does;
- `only_in={LED}`: in other phases it is over, with 409.

Commands and topics of the socket have their rows in `test_socket.py`, lists and pages of the admin in `of_backstage.py`
(what a phase or sanction hinders there is tried in `test_backstage.py`), acts upon members of another role in
`test_rank.py`, kinds of proposals in `test_proposing.py`, capabilities that can be adjusted in `test_adjusted.py`,
those that are earned in `test_levels.py`.
"""
