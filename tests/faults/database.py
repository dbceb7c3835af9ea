"""What stands in the database at the end, asked in SQL: the audit trusts none of the site's own code."""

from typing import Any

import psycopg

from tests.faults.audit import Stored


class Truth:
    """Asks over a connection of its own each time: the server may have been restarted in between."""

    def __init__(self, url: str) -> None:
        self._url = url

    def _rows(self, query: str, *values: object) -> list[Any]:
        with psycopg.connect(self._url, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def messages(self) -> list[Stored]:
        columns = "id, room_id, seq, rev, author_id, client_id::text, body"
        return [Stored(*row) for row in self._rows(f"SELECT {columns} FROM chat_message WHERE kind = 'text'")]

    def last_places(self) -> dict[int, int]:
        return dict(self._rows("SELECT id, seq FROM chat_room"))

    def last_seen(self) -> dict[int, int]:
        """Of each removed member, the last place in the room that was taken by a commit before their removal's."""
        rows = self._rows(
            "SELECT member, min(place) FROM (SELECT removal.id, (removal.data->>'member')::bigint AS member,"
            " coalesce(max(message.seq), 0) AS place FROM activity_activity removal"
            " LEFT JOIN chat_message message ON 'room:' || message.room_id = removal.object"
            " AND pg_xact_commit_timestamp(message.xmin) <= pg_xact_commit_timestamp(removal.xmin)"
            " WHERE removal.verb = 'room.remove' GROUP BY removal.id) removals GROUP BY member"
        )
        return dict(rows)

    def last_message(self) -> int:
        return self._rows("SELECT coalesce(max(id), 0) FROM chat_message")[0][0]

    def told_after(self, message: int) -> bool:
        """Whether the worker has put a message later than that into somebody's inbox."""
        query = (
            "SELECT EXISTS (SELECT FROM notifications_notice"
            " WHERE key LIKE 'message:%%' AND split_part(key, ':', 2)::bigint > %s)"
        )
        return self._rows(query, message)[0][0]

    def untold(self) -> int:
        """Mentions whose member has neither read them nor found them in the inbox."""
        rows = self._rows(
            "SELECT count(*) FROM chat_mention mention"
            " JOIN chat_seat seat ON seat.room_id = mention.room_id AND seat.member_id = mention.member_id"
            " WHERE seat.read_seq < mention.seq AND NOT EXISTS (SELECT FROM notifications_notice notice"
            " WHERE notice.member_id = mention.member_id AND notice.key = 'message:' || mention.message_id)"
        )
        return rows[0][0]
