"""`python -m tests.bench.digests [--letters 5000]`: what a digest costs in a community of 100,000 members and 30 rooms.

Everybody is due at the same hour and sits in every room. One process claims all rows and then writes as many letters
as asked for (all of them with `--letters 100000`); the mail server is one that takes each letter as bytes and counts.
Prints lines of JSON; the last one is the members a second of one process.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

from community.launch import services
from tests.bench.systems import ROOT

DATA = ROOT / ".data" / "bench"
MEMBERS, ROOMS, THREADS = 100_000, 30, 300
MESSAGES, TALK = 1_000, 12  # of the last day in each room, of each conversation

_FILL = """
INSERT INTO members_user (id, username, password, first_name, last_name, email, display_name, locale, timezone, hue,
       is_active, is_staff, is_superuser, date_joined, last_seen_on)
SELECT n, 'u' || n, '', '', '', 'u' || n || '@example.org', 'Member ' || n,
       (ARRAY['en','zh-Hans','zh-Hant'])[n % 3 + 1], 'UTC', 1, true, false, false, now(), current_date
  FROM generate_series(1, {members}) n;
INSERT INTO notifications_wishes (user_id, hour, weekly)
SELECT id, extract(hour FROM now() AT TIME ZONE 'UTC')::int, false FROM members_user;
INSERT INTO members_community (id, slug, name, purpose, audience, slogan, rules, locale, hue, door, created_at)
VALUES (1, 'bench', 'Bench', '', '', '', '', 'en', 1, 'open', now());
INSERT INTO members_member (id, community_id, user_id, name, folded_name, hue, bio, role, source, joined_at)
SELECT n, 1, n, 'Member ' || n, 'member ' || n, 1, '', 'member', '', now() FROM generate_series(1, {members}) n;
INSERT INTO chat_room (id, community_id, kind, name, topic, seq, rev, created_at, load, slow_seconds)
SELECT r, 1, CASE WHEN r % 5 = 0 THEN 'closed' ELSE 'open' END, 'Room ' || r, '', {messages}, {messages}, now(), 'calm',
       0 FROM generate_series(1, {rooms}) r;
INSERT INTO chat_message (id, community_id, room_id, author_id, client_id, seq, rev, kind, body, mention_all,
       created_at)
SELECT (r - 1) * {messages} + s, 1, r, 1 + (s * 7919 + r * 31) % 400, gen_random_uuid(), s, s, 'text',
       (ARRAY['Who knows how to install', 'I would try the manual of', 'Thank you, that solved', 'Has anybody seen',
              'Tomorrow we decide about', 'My backup failed because of'])[s % 6 + 1] || ' the ' ||
       (ARRAY['printer', 'garden', 'server', 'newsletter', 'kitchen', 'boat', 'library', 'radio'])
       [(s / {talk} + r) % 8 + 1] || ' number ' || s / {talk} || CASE WHEN s % 6 = 0 THEN '?' ELSE ' this time.' END,
       false, now() - interval '20 hours' + interval '1 minute' * s
  FROM generate_series(1, {rooms}) r, generate_series(1, {messages}) s;
INSERT INTO conversations_conversation (id, community_id, room_id, first_seq, last_seq, first_at, last_at, messages,
       people)
SELECT (room_id - 1) * {messages} + min(seq), 1, room_id, min(seq), max(seq), min(created_at), max(created_at),
       count(*), count(DISTINCT author_id) FROM chat_message GROUP BY room_id, seq / {talk};
INSERT INTO conversations_link (message_id, room_id, seq, parent_id, parent_seq, conversation_id, probability,
       together)
SELECT m.id, m.room_id, m.seq, CASE WHEN m.seq > c.first_seq THEN m.id - 1 END,
       CASE WHEN m.seq > c.first_seq THEN m.seq - 1 END, c.id, 1, 1
  FROM chat_message m
  JOIN conversations_conversation c ON c.room_id = m.room_id AND m.seq BETWEEN c.first_seq AND c.last_seq;
INSERT INTO chat_seat (room_id, member_id, read_seq, level, taken_at)
SELECT r, m, CASE WHEN (m + r) % 3 = 0 THEN {messages} ELSE (m * 37 + r * 101) % {messages} END, 'all', now()
  FROM generate_series(1, {rooms}) r, generate_series(1, {members}) m;
INSERT INTO board_category (id, community_id, slug, name, description, position, audience, created_at)
VALUES (1, 1, 'general', 'General', '', 0, 'members', now());
INSERT INTO board_thread (id, community_id, category_id, title, author_id, client_id, created_at, seq, rev, replies,
       score, hot, last_at, last_by_id)
SELECT t, 1, 1, 'Thread number ' || t, t, gen_random_uuid(), now() - interval '1 minute' * t, 5, 5, 4, t % 17, t,
       now(), t + 1 FROM generate_series(1, {threads}) t;
INSERT INTO board_post (community_id, thread_id, author_id, body, seq, rev, path, depth, created_at)
SELECT 1, t, t, 'The opening of thread ' || t, 1, 1, '00001', 0, now() FROM generate_series(1, {threads}) t;
INSERT INTO board_threadseat (thread_id, member_id, level, read_seq)
SELECT (m * 13 + k * 17) % {threads} + 1, m, CASE WHEN k < 3 THEN 'follow' ELSE 'normal' END, k
  FROM generate_series(1, {members}) m, generate_series(1, 5) k ON CONFLICT DO NOTHING;
INSERT INTO notifications_notice (community_id, member_id, kind, actor_id, key, place, number, excerpt, data,
       created_at)
SELECT 1, m, 'mention', 1, 'message:' || m % 1000 + 1, 'room:1', m % 1000 + 1, '',
       jsonb_build_object('message', m % 1000 + 1), now() FROM generate_series(1, {members}, 10) m;
"""


class Counting(BaseEmailBackend):
    """A mail server that takes everything at once."""

    letters = 0
    size = 0

    def send_messages(self, email_messages: Any) -> int:
        for letter in email_messages:
            Counting.letters += 1
            Counting.size += len(letter.message().as_bytes())
        return len(email_messages)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=5_000)
    wanted = parser.parse_args().letters
    with services.running(DATA), database():
        fill()
        measure(wanted)


@contextmanager
def database() -> Iterator[None]:
    """An empty database of ours, with all tables."""
    import django
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url.replace("/oxbow?", "/postgres?"), autocommit=True) as connection:
        connection.execute('DROP DATABASE IF EXISTS "bench_digests" WITH (FORCE)')
        connection.execute('CREATE DATABASE "bench_digests"')
    os.environ |= {
        "DATABASE_URL": url.replace("/oxbow?", "/bench_digests?"), "REDIS_PREFIX": "bench-digests",
        "DJANGO_SETTINGS_MODULE": "community.settings",
    }  # fmt: skip
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    yield


def fill() -> None:
    from django.db import connection

    started = time.perf_counter()
    sizes = {"members": MEMBERS, "rooms": ROOMS, "messages": MESSAGES, "talk": TALK, "threads": THREADS}
    with connection.cursor() as cursor:
        for statement in _FILL.format(**sizes).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("ANALYZE")
    report("digests filled", members=MEMBERS, rooms=ROOMS, seats=MEMBERS * ROOMS, seconds=_since(started))


def measure(wanted: int) -> None:
    from django.conf import settings

    from community.notifications import due, sending

    settings.EMAIL_BACKEND = "tests.bench.digests.Counting"
    started = time.perf_counter()
    due.claim()
    report("digests claimed", members=MEMBERS, seconds=_since(started))
    started = time.perf_counter()
    pages = list(due.pages())
    report("digests queued", pages=len(pages), seconds=_since(started))
    started = time.perf_counter()
    sending.send_page(*pages[0])
    report("digests first page", members=due.PAGE, seconds=_since(started))
    some = pages[1 : 1 + max(1, min(wanted, MEMBERS) // due.PAGE)]
    started = time.perf_counter()
    for first, last in some:
        sending.send_page(first, last)
    seconds = time.perf_counter() - started
    _report_rate(len(some) * due.PAGE, seconds)


def _report_rate(members: int, seconds: float) -> None:
    from tests.bench.digests import Counting as Server  # not this run's main module

    report(
        "digests", members=MEMBERS, rooms=ROOMS, written=members, letters=Server.letters,
        kilobytes_a_letter=round(Server.size / max(1, Server.letters) / 1024, 1), seconds=round(seconds, 1),
        members_per_second=round(members / seconds, 1), minutes_for_all=round(MEMBERS / members * seconds / 60, 1),
    )  # fmt: skip


def report(bench: str, **figures: object) -> None:
    print(json.dumps({"bench": bench} | figures), flush=True)


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 1)


if __name__ == "__main__":
    main()
