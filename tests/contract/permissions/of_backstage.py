"""The addresses of the admin: each list, and each page beside those that Django makes of a list, by who answers to it.

Whoever is in none of these columns stands outside of all of it, which `tests/community/backstage/test_scope.py` walks.
"""

from dataclasses import dataclass, field

Who = frozenset[str]

OPERATOR: Who = frozenset({"operator"})
STAFF: Who = OPERATOR | {"staff"}  # and accounts in the operators' group of moderators
BY_ROLE: Who = frozenset({"owner", "admin", "moderator"})
ALL: Who = STAFF | BY_ROLE
LEADERS: Who = frozenset({"owner", "admin"})
NOBODY: Who = frozenset()


@dataclass(frozen=True)
class Listed:
    """A list of the admin.

    Attributes:
        sees: who opens it, and the page of each row.
        acts: who is offered what to do with rows.
        adds, deletes: who has a page for it.
        sends: who can send something to the page of a row.
    """

    sees: Who = ALL
    acts: dict[str, Who] = field(default_factory=dict)
    adds: Who = NOBODY
    deletes: Who = NOBODY
    sends: Who = NOBODY


def all_may(*acts: str) -> dict[str, Who]:
    return dict.fromkeys(acts, ALL)


ONLY_LOOKED_AT = Listed()
LISTS = {
    "account.emailaddress": Listed(
        OPERATOR, {"make_verified": OPERATOR, "delete_selected": OPERATOR}, adds=OPERATOR, deletes=OPERATOR,
        sends=OPERATOR,
    ),
    "activity.activity": Listed(OPERATOR),
    "auth.group": Listed(
        OPERATOR, {"delete_selected": OPERATOR}, adds=OPERATOR, deletes=OPERATOR, sends=OPERATOR
    ),
    "board.capsule": ONLY_LOOKED_AT,
    "board.category": ONLY_LOOKED_AT,
    "board.post": Listed(acts=all_may("hide", "restore")),
    "board.thread": Listed(acts=all_may("lock", "unlock")),
    "chat.message": Listed(acts=all_may("hide", "restore", "promote")),
    "chat.room": ONLY_LOOKED_AT,
    "conversations.suggestion": ONLY_LOOKED_AT,
    "governance.charter": ONLY_LOOKED_AT,
    "governance.proposal": ONLY_LOOKED_AT,
    "governance.regency": ONLY_LOOKED_AT,
    "governance.term": ONLY_LOOKED_AT,
    "jobs.failedjob": Listed(OPERATOR, {"run_again": OPERATOR, "delete_selected": OPERATOR}, deletes=OPERATOR),
    "joining.application": Listed(acts=all_may("let_in", "decline")),
    "joining.waiting": ONLY_LOOKED_AT,
    "jury.trial": Listed(acts=all_may("withdraw")),
    "members.community": Listed(acts=all_may("close", "reopen")),
    "members.member": Listed(acts=all_may("save", "silence", "lift"), sends=ALL),
    "members.user": Listed(OPERATOR, adds=OPERATOR, sends=OPERATOR),
    "moderation.appeal": Listed(acts=all_may("hand_over_appeals"), sends=ALL),
    "moderation.auditentry": ONLY_LOOKED_AT,
    "moderation.case": Listed(acts=all_may("keep", "hide", "reopen", "hand_over"), sends=ALL),
    "moderation.listedword": Listed(acts=all_may("save", "strike"), adds=ALL),
    "moderation.sanction": Listed(acts=all_may("lift")),
    "notifications.digest": Listed(OPERATOR),
    "overload.load": ONLY_LOOKED_AT,
    "points.transfer": ONLY_LOOKED_AT,
    "roles.adjustment": Listed(acts={"as_usual": OPERATOR | LEADERS}, adds=OPERATOR | LEADERS),
    "rules.rulesversion": ONLY_LOOKED_AT,
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """An address that Django does not make of a list.

    Attributes:
        opens: who reads it.
        takes: whose sending is dealt with.
        by: the status of an answer to them.
    """

    opens: Who = ALL
    takes: Who = ALL
    by: int = 200


# Beside these, whoever sees a list may keep it under a name, `saved/`.
PAGES = {
    "": Page(),
    "search/": Page(),
    "password_change/": Page(),
    "jsi18n/": Page(takes=NOBODY),
    "autocomplete/": Page(NOBODY, NOBODY),  # 403 for what nobody can choose
    "members/user/<id>/password/": Page(OPERATOR, OPERATOR),
    "members/member/invite/": Page(LEADERS, LEADERS),
    "members/member/table/": Page(NOBODY, STAFF | LEADERS),
    "moderation/auditentry/table/": Page(NOBODY, ALL),
    "moderation/case/table/": Page(NOBODY, ALL),
    "moderation/auditentry/verify/": Page(by=302),  # to the list, which says what was found
    "moderation/listedword/import/": Page(),
}
