"""What members picked when they came in. It is nowhere to go, but says where people like them go."""

from community.joining.models import Interest
from community.kindred import places
from community.kindred.places import Kind, Place
from community.members.models import Member

_READS = """
SELECT interest.member_id, 'interest:' || interest.tag
  FROM joining_interest interest JOIN members_member member ON member.id = interest.member_id
 WHERE member.community_id = %(community)s
"""


def register() -> None:
    places.register("interest", Kind(_READS, of))


def of(member: Member, names: list[str]) -> list[Place]:
    tags = Interest.objects.filter(member=member, tag__in=names).values_list("tag", flat=True)
    return [Place(f"interest:{tag}", tag) for tag in tags]
