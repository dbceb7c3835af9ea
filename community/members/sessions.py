"""Sessions in the database, read with a statement that is prepared: every request begins with it."""

from typing import Any

from django.contrib.sessions.backends import db

from community import lookups
from community.clock import now

_LIVE = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        found = lookups.rows(_LIVE, [self.session_key, now()])
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])

    @classmethod
    def get_model_class(cls) -> Any:
        return db.SessionStore.get_model_class()
