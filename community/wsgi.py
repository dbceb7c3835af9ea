"""What gunicorn, or any other WSGI server, runs: HTTP without the sockets, which stay with `community.asgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
application = get_wsgi_application()
