import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.tutorial.settings"
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.urls import path  # noqa: E402

from tests.bench.tutorial.consumers import ChatConsumer  # noqa: E402

application = ProtocolTypeRouter(
    {"http": get_asgi_application(), "websocket": URLRouter([path("ws/<str:room>/", ChatConsumer.as_asgi())])}
)
