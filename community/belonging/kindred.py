"""Tribes among the places that are read by the same people."""

from django.db.models import Exists, OuterRef

from community.kindred import places
from community.kindred.places import Kind, Place
from community.members.models import Ban, Community, Member

_READS = """
SELECT parent.id, 'tribe:' || tribe.id
  FROM members_community tribe
  JOIN members_member inside ON inside.community_id = tribe.id AND inside.left_at IS NULL
  JOIN members_member parent ON parent.community_id = tribe.parent_id AND parent.user_id = inside.user_id
 WHERE tribe.parent_id = %(community)s AND tribe.door <> 'invitation' AND inside.last_seen_on >= %(since)s::date
"""


def register() -> None:
    places.register("tribe", Kind(_READS, find))


def find(member: Member, names: list[str]) -> list[Place]:
    """Tribes at whose door everybody may knock; new to whoever was never in, and is not suspended there."""
    rows = Community.objects.filter(pk__in=places.ids(names), parent=member.community_id).exclude(
        door=Community.Door.INVITATION
    )
    been = Member.objects.filter(community=OuterRef("pk"), user=member.user_id)
    barred = Ban.objects.filter(community=OuterRef("pk"), user=member.user_id)
    return [
        Place(f"tribe:{row.pk}", row.name, row.purpose, row.slug, is_new=not row.is_known)
        for row in rows.annotate(is_known=Exists(been) | Exists(barred))
    ]
