"""Servers that DATABASE_URL and REDIS_URL name: tried before anything is started on them."""

import os
from urllib.parse import SplitResult, urlsplit

from community.launch.refusal import Refusal

PATIENCE = 5  # seconds
DATABASE_FORM = "postgres://user:password@host:5432/name"
REDIS_FORM = "redis://:password@host:6379"
DATABASE_SCHEMES = {"postgres", "postgresql"}
REDIS_SCHEMES = {"redis", "rediss", "unix"}


def refuse_if_unusable() -> None:
    """Say no in one sentence when a named server cannot be used as it is named."""
    if url := os.environ.get("DATABASE_URL", "").strip():
        _try_database(url)
    if url := os.environ.get("REDIS_URL", "").strip():
        _try_redis(url)


def _try_database(url: str) -> None:
    import psycopg  # installed by now, not when this module is first read

    parts = _parts("DATABASE_URL", url, DATABASE_SCHEMES, DATABASE_FORM)
    try:
        psycopg.connect(url, connect_timeout=PATIENCE).close()
    except psycopg.ProgrammingError as error:
        raise _malformed("DATABASE_URL", DATABASE_FORM) from error
    except psycopg.Error as error:
        raise _refused_database(parts, str(error)) from error


def _refused_database(parts: SplitResult, said: str) -> Refusal:
    host, name = _where(parts), parts.path.strip("/") or parts.username
    if "password" in said or "role" in said or "authentication" in said or "pg_hba.conf" in said:
        return Refusal(f"The database at {host} does not let in the user and password of DATABASE_URL.")
    if f'database "{name}" does not exist' in said:
        return Refusal(f"There is no database {name} at {host}: create it, or correct DATABASE_URL.")
    return Refusal(f"The database at {host} cannot be reached ({_reason(said)}): start it, or correct DATABASE_URL.")


def _try_redis(url: str) -> None:
    import redis

    parts = _parts("REDIS_URL", url, REDIS_SCHEMES, REDIS_FORM)
    host = _where(parts)
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as client:
            client.ping()
    except (redis.AuthenticationError, redis.ResponseError) as error:
        raise Refusal(f"The Redis at {host} does not let in the user and password of REDIS_URL.") from error
    except (redis.RedisError, OSError, ValueError) as error:
        raise Refusal(
            f"The Redis at {host} cannot be reached ({_reason(str(error))}): start it, or correct REDIS_URL."
        ) from error


def _parts(variable: str, url: str, schemes: set[str], form: str) -> SplitResult:
    """The parts of a well-formed address."""
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme in schemes and (parts.port or True)
    except ValueError:
        well_formed = False
    if not well_formed:
        raise _malformed(variable, form)
    return parts


def _malformed(variable: str, form: str) -> Refusal:
    """The wrong address is not repeated: it may hold a password."""
    return Refusal(f"{variable} is not an address of the form {form}.")


def _where(parts: SplitResult) -> str:
    """Host and port or socket, without user and password."""
    host = parts.netloc.rpartition("@")[2]
    return host or (parts.path if parts.scheme == "unix" else "localhost")


def _reason(said: str) -> str:
    """Why, from a driver's words: the end of their last line that is not a hint."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and not line.strip().endswith("?")]
    last = (lines or ["no answer"])[-1].rstrip(".")
    return last.rpartition("failed: ")[2].rpartition(". ")[2]
