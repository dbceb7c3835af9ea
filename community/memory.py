"""The Redis of what may be forgotten: presence, and who has done how much in the last seconds."""

import redis
from django.conf import settings

memory = redis.Redis.from_url(str(settings.CACHES["default"]["LOCATION"]), socket_timeout=1, socket_connect_timeout=1)


def key(*parts: object) -> str:
    """A key of this site's own."""
    return ":".join(map(str, (settings.REDIS_PREFIX, *parts)))
