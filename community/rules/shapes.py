from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from community.access import Role
from community.members.shapes import MemberRef
from community.rules.editions import Article
from community.rules.models import Publicity, RulesVersion
from community.rules.record import Decided, Deed, Facts
from community.shapes import Shape


class ArticleShape(Shape):
    text: str
    fate: Literal["same", "added", "removed"]
    number: int | None

    @classmethod
    def of(cls, article: Article) -> "ArticleShape":
        return cls(text=article.text, fate=article.fate, number=article.number)


class VersionShape(Shape):
    """A version; by nobody where the operator wrote it, or it was there before versions were kept."""

    number: int
    why: str
    by: MemberRef | None
    at: datetime
    asks: bool

    @classmethod
    def of(cls, version: RulesVersion) -> "VersionShape":
        plain = ("number", "why", "at", "asks")
        by = MemberRef.of(version.by) if version.by else None
        return cls(**{name: getattr(version, name) for name in plain}, by=by)


class VersionPage(VersionShape):
    """A version, and what differs from the one before."""

    text: str
    articles: list[ArticleShape]


class RulesShape(Shape):
    """What holds now, and where the reader stands.

    Attributes:
        accepted: the number of the last version that the reader accepted.
        due: from when on nothing may be written before they accept; None where nothing is asked.
        articles: with what differs from the version that the reader accepted; nothing does where there is none.
    """

    version: VersionShape | None
    text: str
    accepted: int | None
    due: datetime | None
    articles: list[ArticleShape]


class ChangeRules(Shape):
    text: Annotated[str, Field(max_length=10_000)]
    why: Annotated[str, Field(max_length=500)] = ""
    asks: bool = True
    base: int | None = None


class AcceptRules(Shape):
    number: Annotated[int, Field(ge=1)]


class PublicityShape(Shape):
    every: int
    names: bool

    @classmethod
    def of(cls, row: Publicity) -> "PublicityShape":
        return cls(every=row.every, names=row.names)


class EditPublicity(Shape):
    every: Annotated[int, Field(ge=0, le=3650)] | None = None
    names: bool | None = None


class RecordSealShape(Shape):
    """Where the chain of the audit ended when the day began (UTC); `manage.py verify_audit --known` takes it as it is.

    Attributes:
        community: its slug.
        entries: how many there were, those included that the record does not tell.
        head: the seal of the last, SHA-256 in hex; empty where there was none.
    """

    community: str
    entries: int
    head: str


class RecordPlace(Shape):
    name: str
    path: str


class DeedShape(Shape):
    """What a moderator did.

    Attributes:
        by: the member who acted.
        decided: who did, by kind; a `vote` is that of `proposal`, a `rule` was set before.
        about: the one it was about, if that is the reader, everybody sees it, or the community names people.
        rule: the article that it goes by.
        place: where it was, if the reader can see it.
        outcome: what an appeal came to.
        number: of the version of the rules.
        points: how many points were given.
        before: the role that somebody held, where another was given to them: `role`.
        facts: what was chosen: `days` that something is kept (None: for good) and `since` when, the `capability` that
            is held from the role `least` on (None: as usual), the `audience` of a category, the `door`, `names` and
            `every` of the record's own settings, the `phase` of self-government.
    """

    id: int
    act: str
    by: MemberRef | None
    decided: Decided
    proposal: int | None
    about: MemberRef | None
    mine: bool
    rule: str
    place: RecordPlace | None
    until: datetime | None
    outcome: str
    number: int | None
    points: int | None
    before: Role | None
    role: Role | None
    facts: Facts
    at: datetime

    @classmethod
    def of(cls, deed: Deed) -> "DeedShape":
        entry, data = deed.entry, deed.entry.data
        return cls(
            id=entry.pk, act=deed.act, mine=deed.mine, at=entry.at,
            by=MemberRef.of(entry.actor) if entry.actor else None,
            about=MemberRef.of(deed.about) if deed.about else None,
            place=RecordPlace(name=deed.place.name, path=deed.place.path) if deed.place else None,
            rule=data.get("rule") or "", until=data.get("until"), outcome=data.get("outcome") or "",
            number=data.get("number"), points=data.get("points"),
            before=data.get("before") if "role" in data else None, role=data.get("role") if "before" in data else None,
            decided=deed.decided, facts=deed.facts, proposal=_proposal(data) if deed.decided == "vote" else None,
        )  # fmt: skip


def _proposal(data: dict[str, Any]) -> int:
    """The number of the proposal by whose vote it was done."""
    return int(data["vote"].partition(":")[2])
