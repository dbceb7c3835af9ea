"""Categories that every member reads among the places that are read by the same people."""

from django.db.models import Exists, OuterRef

from board.models import Category, ThreadSeat
from community.kindred import places
from community.kindred.places import Kind, Place
from community.members.models import Member

# One thread may have been a link that somebody followed; two are a habit.
_READS = """
SELECT seat.member_id, 'category:' || category.id
  FROM board_category category JOIN board_thread thread ON thread.category_id = category.id
  JOIN board_threadseat seat ON seat.thread_id = thread.id
  JOIN board_post post ON post.thread_id = thread.id AND post.seq = seat.read_seq
 WHERE category.community_id = %(community)s AND category.audience = 'members' AND seat.level <> 'mute'
   AND post.created_at > %(since)s AND NOT EXISTS (SELECT FROM board_threadremoval WHERE thread_id = thread.id)
 GROUP BY seat.member_id, category.id HAVING count(*) >= 2 OR bool_or(seat.level = 'follow')
"""


def register() -> None:
    places.register("category", Kind(_READS, find))


def find(member: Member, names: list[str]) -> list[Place]:
    """What they have read a thread of is no news to them."""
    rows = Category.objects.visible_to(member).filter(pk__in=places.ids(names), audience=Category.Audience.MEMBERS)
    known = Exists(ThreadSeat.objects.filter(thread__category=OuterRef("pk"), member=member))
    return [
        Place(f"category:{row.pk}", row.name, row.description, is_new=not row.is_known)
        for row in rows.annotate(is_known=known)
    ]
