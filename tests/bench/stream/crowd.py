"""People, their sessions and their rooms, made in bulk."""

from collections.abc import Sequence
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from chat.models import Room, Seat  # noqa: E402
from community.clock import now  # noqa: E402
from community.members import communities  # noqa: E402
from community.members.models import Community, Member, User  # noqa: E402

AT_ONCE = 5_000  # rows of one statement
SAID = """
INSERT INTO chat_message (community_id, room_id, author_id, client_id, seq, rev, kind, body, mention_all, created_at)
SELECT %s, %s, %s, gen_random_uuid(), seq, seq, 'text', 'Message ' || seq || ' of a talk by the river.', false, now()
  FROM generate_series(1, %s) AS seq
"""


def community() -> Community:
    """The community of this bench; its founder is nobody of the load."""
    found = Community.objects.filter(slug="stream").first()
    if found:
        return found
    founder = User.objects.create(username="founder")
    return communities.found(founder, slug="stream", name="Stream").community


def people(many: int) -> list[Member]:
    """So many members, in a fixed order; those who are missing are made."""
    here = community()
    there = Member.objects.filter(community=here, user__username__startswith="crowd").count()
    names = [f"crowd{number:06}" for number in range(there, many)]
    users = User.objects.bulk_create([User(username=name, password="!") for name in names], batch_size=AT_ONCE)
    rows = [Member(community=here, user=user, name=user.username) for user in users]
    Member.objects.bulk_create(rows, batch_size=AT_ONCE)
    crowd = Member.objects.filter(community=here, user__username__startswith="crowd").select_related("user")
    return list(crowd.order_by("user__username")[:many])


def room(name: str, seated: Sequence[Member], said: int = 0) -> Room:
    """A room with so many seats taken, in which so much was said."""
    made = Room.objects.create(community=community(), name=name, seq=said, rev=said)
    Seat.objects.bulk_create([Seat(room=made, member=member, read_seq=said) for member in seated], batch_size=AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute(SAID, [made.community_id, made.pk, seated[0].pk, said])
    return made


def beside(members: Sequence[Member], room_id: int) -> tuple[list[list[str]], list[str]]:
    """What the web app follows beside rooms, with this one open, of each member; and what it asks for when it is back.

    The list of rooms it asks for a second or two later, where a room has moved on.
    """
    here = community()
    topics = [[f"member.{member.pk}", f"board.{here.pk}", f"here.{room_id}"] for member in members]
    return topics, [f"/api/v1/communities/{here.slug}/{page}/" for page in ("notices", "rooms")]


def cookies(members: Sequence[Member]) -> list[str]:
    """A session of each one, as a browser sends it."""
    store, until = SessionStore(), now() + timedelta(days=7)
    sessions = [
        Session(session_key=get_random_string(32), session_data=store.encode(_signed_in(member)), expire_date=until)
        for member in members
    ]
    Session.objects.bulk_create(sessions, batch_size=AT_ONCE)
    return [f"{settings.SESSION_COOKIE_NAME}={session.session_key}" for session in sessions]


def _signed_in(member: Member) -> dict[str, str]:
    assert member.user is not None
    return {
        SESSION_KEY: str(member.user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: member.user.get_session_auth_hash(),
    }


def settled() -> None:
    """Let PostgreSQL know what was made, as it would after a while by itself."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
