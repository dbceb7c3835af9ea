"""Looking through everything that is kept: the whole database, Redis, and the files."""

import json
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from redis import Redis

from community import env
from community.files import storage
from community.members.sessions import SessionStore

DATABASES = (1, 2, 3)  # of Redis: events, jobs, and what may be forgotten


def where(needle: str) -> list[str]:
    """Every table and column in which a text still stands, sessions opened, every key of Redis, and every file."""
    return [
        *_columns(needle),
        *_holding(needle, sessions()),
        *_holding(needle, in_redis()),
        *_holding(needle, files()),
    ]


def _columns(needle: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'tsvector', 'ARRAY')"
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text ILIKE %s)', [f"%{needle}%"])
            found += [f"{table}.{column}"] if cursor.fetchone()[0] else []
    return found


def _holding(needle: str, things: Iterator[tuple[str, bytes]]) -> list[str]:
    """By their names, those that hold it, as it is or as JSON writes what is not ASCII."""
    signs = [sign.lower().encode() for sign in (needle, json.dumps(needle)[1:-1])]
    return [name for name, content in things if any(sign in content.lower() for sign in signs)]


def sessions() -> Iterator[tuple[str, bytes]]:
    for session in Session.objects.all():
        said = SessionStore().decode(session.session_data)
        yield f"session:{session.pk}", json.dumps(said, default=str).encode()


def in_redis() -> Iterator[tuple[str, bytes]]:
    """Every key of these tests, with all that it holds; what jobs are told is packed once more."""
    for number in DATABASES:
        redis = Redis.from_url(env.redis(settings.REDIS_URL, number))
        for key in redis.scan_iter(f"*{settings.REDIS_PREFIX}*", count=1_000):
            for content in (key, *_held(redis, key)):
                yield f"redis:{number}:{key.decode()}", content
                yield f"redis:{number}:{key.decode()}", _unpacked(content)


def _held(redis: Redis, key: bytes) -> list[bytes]:
    match redis.type(key):
        case b"string":
            return [redis.get(key) or b""]
        case b"list":
            return redis.lrange(key, 0, -1)
        case b"set":
            return list(redis.smembers(key))
        case b"zset":
            return redis.zrange(key, 0, -1)
        case b"hash":
            return [part for pair in redis.hgetall(key).items() for part in pair]
        case b"none":
            return []  # it ran out meanwhile
    raise AssertionError(f"Nobody looks into {key!r} yet.")


def _unpacked(content: bytes) -> bytes:
    try:
        return b64decode(json.loads(content)["body"])
    except (ValueError, KeyError, TypeError):
        return b""


def files(folder: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file under its name, archives opened."""
    there = storage.of_files()
    folders, names = there.listdir(folder) if there.exists(folder) else ([], [])
    for name in names:
        place = f"{folder}/{name}".lstrip("/")
        with there.open(place) as file:
            content = file.read()
        yield place, place.encode() + content
        if is_zipfile(BytesIO(content)):
            archive = ZipFile(BytesIO(content))
            yield from ((f"{place}/{part}", archive.read(part)) for part in archive.namelist())
    for inner in folders:
        yield from files(f"{folder}/{inner}".lstrip("/"))
