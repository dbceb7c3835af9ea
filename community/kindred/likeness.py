"""Which places are read by the same people: reckoned for a whole community at once, in the database.

Of two places, a members read the one, b the other, k both, and n read anything. That k of them read both may be chance;
Dunning's log-likelihood ratio ("Accurate methods for the statistics of surprise and coincidence", 1993) says how
unlikely that is, also for the small counts of small communities. What it lets pass is ordered by the cosine of the two
sets of readers, k / sqrt(a b), which prefers no place for being large (Sarwar et al. 2001).

Nothing is kept of fewer than five people, and of more only how many fives there are: from one number and the next day's
nobody can tell what one person began to read.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from community.clock import now
from community.kindred import places
from community.kindred.models import Likeness, Reckoning

LATELY = timedelta(days=30)
LEAST = 5  # people who read both
ROUNDED = 5  # people: their number is told in steps
SURE = 6.63  # of the ratio: by chance it is higher once in a hundred pairs
MEMBERS = 10_000  # that are compared, those who came last
KEPT = 10  # other places of a place
SECONDS = 120  # that the database may take

# Who read what stands in a table of its own for a moment: the database knows how large that is, and joins it well.
_READ = """
CREATE TEMPORARY TABLE kindred_reads ON COMMIT DROP AS
WITH readers AS MATERIALIZED (
    SELECT id FROM members_member member
     WHERE community_id = %(community)s AND left_at IS NULL AND user_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM kindred_apart WHERE member_id = member.id)
     ORDER BY last_seen_on DESC, id DESC LIMIT %(members)s
), numbered AS (
    SELECT member, place, row_number() OVER (PARTITION BY member ORDER BY md5(member || place)) AS turn
      FROM ({reads}) AS everything (member, place) JOIN readers ON readers.id = member
)
SELECT member, place FROM numbered WHERE turn <= %(most)s
"""
_RECKON = """
INSERT INTO kindred_likeness (community_id, place, other, people, score)
WITH alone AS (
    SELECT place, count(*)::float8 AS readers FROM kindred_reads GROUP BY place
), pairs AS (
    SELECT a.place, b.place AS other, count(*)::float8 AS k
      FROM kindred_reads a JOIN kindred_reads b ON b.member = a.member AND b.place > a.place
     GROUP BY a.place, b.place HAVING count(*) >= %(least)s
), counted AS (
    SELECT pairs.place, other, k, one.readers AS a, two.readers AS b,
           (SELECT count(DISTINCT member)::float8 FROM kindred_reads) AS n
      FROM pairs JOIN alone one ON one.place = pairs.place JOIN alone two ON two.place = pairs.other
), judged AS (
    SELECT place, other, k, k / sqrt(a * b) AS score,
           2 * (k * ln(k) + (a - k) * ln(greatest(a - k, 1)) + (b - k) * ln(greatest(b - k, 1))
                + (n - a - b + k) * ln(greatest(n - a - b + k, 1)) + n * ln(n)
                - a * ln(a) - b * ln(b) - (n - a) * ln(greatest(n - a, 1)) - (n - b) * ln(greatest(n - b, 1))) AS ratio
      FROM counted WHERE k * n > a * b
), both_ways AS (
    SELECT place, other, k, score FROM judged WHERE ratio >= %(sure)s
     UNION ALL SELECT other, place, k, score FROM judged WHERE ratio >= %(sure)s
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY place ORDER BY score DESC, other) AS turn
      FROM both_ways WHERE NOT starts_with(other, 'interest:')
)
SELECT %(community)s, place, other, floor(k / %(rounded)s) * %(rounded)s, score FROM ranked WHERE turn <= %(kept)s
"""


@transaction.atomic
def reckon(community_id: int) -> bool:
    """Compare the places of a community anew; False where somebody else does so just now. Safe to do again."""
    Reckoning.objects.get_or_create(community_id=community_id)
    mine = Reckoning.objects.select_for_update(skip_locked=True, of=("self",)).filter(community=community_id).first()
    if mine is None:
        return False
    Likeness.objects.filter(community=community_id).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [SECONDS * 1000])
        cursor.execute(_READ.format(reads=places.reads()), _limits(community_id))
        cursor.execute("ANALYZE kindred_reads")
        cursor.execute(_RECKON, _limits(community_id))
        cursor.execute("DROP TABLE kindred_reads")
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    mine.at = now()
    mine.save(update_fields=["at"])
    return True


def since() -> datetime:
    """From when on something is read lately."""
    return now() - LATELY


def _limits(community_id: int) -> dict[str, Any]:
    return {
        "community": community_id, "since": since(), "members": MEMBERS, "most": places.MOST, "least": LEAST,
        "sure": SURE, "kept": KEPT, "rounded": ROUNDED,
    }  # fmt: skip
