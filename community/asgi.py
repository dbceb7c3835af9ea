"""What daphne, or any other ASGI server, runs: HTTP by Django, `/ws/v1/` by the one consumer."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
http = get_asgi_application()

# These need Django's apps to be ready.
from channels.routing import ProtocolTypeRouter  # noqa: E402

from community.realtime.consumer import Consumer  # noqa: E402
from community.realtime.origin import SameOrigin  # noqa: E402
from community.watching.front import Front  # noqa: E402

application = Front(
    ProtocolTypeRouter(
        {
            "http": http,
            "websocket": SameOrigin(Consumer.as_asgi(), path="/ws/v1/"),
        }
    )
)
