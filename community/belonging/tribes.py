"""Communities inside a community: they govern themselves within the parent's principles, which are its rules.

Members of a tribe are members of the parent. Whoever leaves the parent, or is suspended there, leaves its tribes; back
in the parent, they have their places in the tribes again.
"""

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from community import access
from community.activity.models import record
from community.belonging import keeping
from community.belonging.models import Kept
from community.errors import Conflict
from community.lookups import Lookup
from community.members import communities
from community.members.models import Ban, Community, Member, User

SHOWN = 100

_lost = Lookup(  # with the parent, by whoever comes back
    lambda user, parent: (
        Kept.objects.filter(why=Kept.Why.PARENT, member__user=user, member__community__parent=parent)
        .select_related("member__community")
        .order_by("pk")
    ),
    2,
)


@transaction.atomic
def found(member: Member, slug: str, name: str, purpose: str = "") -> Member:
    """Make a tribe of one's community; its founder owns it.

    Raises:
        Forbidden: `forbidden`.
        Conflict: `tribe.too_deep` within a tribe, `community.slug_taken`.
    """
    access.require(member, "tribe.create")
    parent = Community.objects.select_for_update(no_key=True).get(pk=member.community_id)
    if parent.parent_id is not None:
        raise Conflict("tribe.too_deep", "A tribe has no tribes.")
    told = {"slug": slug, "name": name, "purpose": purpose, "locale": parent.locale, "hue": parent.hue}
    owner = communities.found(_account(member), parent=parent, **told)
    record(member, "tribe.found", owner.community)
    return owner


def of(community: Community, user: User) -> QuerySet[Community]:
    """The tribes that somebody can know of: those with an open door, and their own."""
    people = Count("members", filter=Q(members__left_at=None), distinct=True)
    rows = Community.objects.known_to(user).filter(parent=community).annotate(people=people)
    return rows.order_by("name", "pk")[:SHOWN]


def mine(user: User) -> set[int]:
    """The communities that somebody is in."""
    return set(Member.objects.of_user(user).values_list("community", flat=True))


def require_parent(member: Member) -> None:
    """Whoever joins a tribe joins its parent, if they may: its refusals are the tribe's."""
    parent = member.community.parent
    if parent is not None:
        communities.join(_account(member), parent)


def come_back(member: Member) -> None:
    """Whoever is back in the parent is back in the tribes that they lost with it, but for those that banned them."""
    for row in _lost(member.user_id, member.community_id):
        tribe = row.member.community
        ban = Ban.objects.filter(community=tribe, user=member.user_id).first()
        if ban is None or not ban.holds():
            communities.join(_account(member), tribe)


def go_along(member: Member) -> None:
    """Whoever is no longer in the parent is no longer in its tribes."""
    rows = Member.objects.of_user(_account(member)).filter(community__parent=member.community_id)
    for row in rows.select_related("community", "user").order_by("pk"):
        keeping.let_go(row, Kept.Why.PARENT)


def _account(member: Member) -> User:
    assert member.user, f"{member} has no account"
    return member.user
