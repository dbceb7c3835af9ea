"""Telling those in line how it moves: when they are half as far back as they were last told, so a few times at most."""

from django.db import connection, transaction

from community.joining import letters
from community.joining.models import Letter, Waiting

# One statement finds whom to tell and notes it: of two that look at once, the second finds it noted.
_MOVED = """
UPDATE joining_waiting AS place SET told = line.ahead
  FROM (SELECT id, row_number() OVER (PARTITION BY community_id ORDER BY id) - 1 AS ahead FROM joining_waiting) AS line
 WHERE line.id = place.id AND line.ahead * 2 <= place.told AND line.ahead < place.told
RETURNING place.id
"""


@transaction.atomic
def tell_all() -> int:
    """Write to everybody who moved up far enough; how many those are."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVED)
        moved = [pk for (pk,) in cursor.fetchall()]
    for place in Waiting.objects.filter(pk__in=moved).select_related("user", "community").order_by("pk"):
        key = f"nearer:{place.pk}:{place.told}"
        letters.write(place.user, place.community, Letter.Kind.NEARER, key, ahead=place.told or 0)
    return len(moved)
