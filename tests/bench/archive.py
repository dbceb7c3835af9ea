"""A community with much to read, written by the database itself: what is measured is reading it."""

from dataclasses import dataclass
from uuid import uuid4

import django
from django.conf import settings

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from board.models import Category, Post, Thread  # noqa: E402
from board.models.posts import path_under  # noqa: E402
from chat.models import Room  # noqa: E402
from community.clock import now  # noqa: E402
from community.members import communities  # noqa: E402
from community.members.models import Community, Member, User  # noqa: E402

PEOPLE = 50
ROOMS = 200  # in the list, each with so many messages
SHORT, LONG = 1_000, 1_000_000  # messages of the two rooms that are opened
FEW, MANY = 100, 10_000  # posts of the two threads

_WORDS = "'The quick heron stands where the river used to run, and listens to message ' || seq || ' of a long talk.'"
# Every third message answers the one before, by another person; the people take turns.
_MESSAGES = f"""
INSERT INTO chat_message (community_id, room_id, author_id, client_id, seq, rev, kind, body, mention_all, created_at)
SELECT %(community)s, %(room)s, (%(people)s::bigint[])[1 + seq %% %(count)s], gen_random_uuid(), seq, seq, 'text',
       {_WORDS}, false, now() - (%(messages)s - seq) * interval '1 second'
  FROM generate_series(1, %(messages)s) AS seq
"""
_ANSWERS = """
UPDATE chat_message AS answer SET reply_to_id = asked.id FROM chat_message AS asked
 WHERE answer.room_id = %(room)s AND answer.seq > %(messages)s - 1000 AND answer.seq %% 3 = 0
   AND asked.room_id = %(room)s AND asked.seq = answer.seq - 1
"""
_REACTIONS = """
INSERT INTO chat_reaction (message_id, member_id, emoji, at)
SELECT id, member, '👍', now() FROM chat_message, unnest((%(people)s::bigint[])[1:3]) AS member
 WHERE room_id = %(room)s AND seq > %(messages)s - 1000 AND seq %% 5 = 0
"""
_MENTIONS = """
INSERT INTO chat_mention (message_id, member_id, room_id, seq)
SELECT id, (%(people)s::bigint[])[1], room_id, seq FROM chat_message
 WHERE room_id = %(room)s AND seq > %(messages)s - 1000 AND seq %% 10 = 0
"""
_SEATS = """
INSERT INTO chat_seat (room_id, member_id, read_seq, level, taken_at)
SELECT %(room)s, member, %(messages)s - 20, 'all', now() FROM unnest(%(people)s::bigint[]) AS member
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Archive:
    """What there is to read, and the cookies of those who read it.

    Attributes:
        rooms, threads: ids by how much is in them.
    """

    slug: str
    readers: list[dict[str, str]]
    rooms: dict[int, int]
    threads: dict[int, int]


def filled() -> Archive:
    """Write the community; the room of a million messages takes the longest."""
    users = [User.objects.create(username=f"reader{number}") for number in range(PEOPLE)]
    founder = communities.found(users[0], slug="archive", name="Archive")
    members = [founder, *(communities.join(user, founder.community) for user in users[1:])]
    for number in range(ROOMS):
        _room(members, f"Room {number}", 200)
    rooms = {size: _room(members, f"{size} messages", size) for size in (SHORT, LONG)}
    threads = {size: _thread(members, size) for size in (FEW, MANY)}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Archive(founder.community.slug, [_cookies(user) for user in users], rooms, threads)


def _room(members: list[Member], name: str, messages: int) -> int:
    community = members[0].community
    room = Room.objects.create(community=community, name=name, seq=messages, rev=messages)
    known = {
        "community": community.pk, "room": room.pk, "messages": messages, "count": len(members),
        "people": [member.pk for member in members],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # a million rows, none of which points nowhere
        for statement in (_MESSAGES, _ANSWERS, _REACTIONS, _MENTIONS, _SEATS):
            cursor.execute(statement, known)
        cursor.execute("SET session_replication_role = origin")
    return room.pk


def _thread(members: list[Member], size: int) -> int:
    """Every third post stands at the top level, and two under each."""
    community: Community = members[0].community
    category = Category.objects.filter(community=community).earliest("pk")
    thread = Thread.objects.create(
        community=community, category=category, title=f"{size} posts", author=members[0], seq=size, rev=size,
        replies=size - 1, last_by=members[1],
    )  # fmt: skip
    posts: list[Post] = []
    for seq in range(1, size + 1):
        above = posts[(seq - 1) // 3 * 3] if seq % 3 != 1 else None
        path = path_under(above, seq)
        posts.append(
            Post(
                community=community, thread=thread, author=members[seq % len(members)], client_id=uuid4(), seq=seq,
                rev=seq, path=path, depth=1 if above else 0, body=f"Post {seq} of a thread.", created_at=now(),
            )
        )  # fmt: skip
    Post.objects.bulk_create([post for post in posts if post.depth == 0], batch_size=1000)
    for post, above in ((post, posts[(post.seq - 1) // 3 * 3]) for post in posts if post.depth):
        post.parent = above
    Post.objects.bulk_create([post for post in posts if post.depth], batch_size=1000)
    return thread.pk


def _cookies(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value, "csrftoken": "x" * 32}
