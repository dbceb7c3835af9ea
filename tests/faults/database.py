"""What stands in the database at the end, asked in SQL: the audit trusts none of the site's own code."""

from collections import defaultdict
from typing import Any

import psycopg

from tests.faults.audit import Committed, Stored

# Rows are changed in place, so what a message once said, and before or after what, is written down beside them.
LEDGER = """
CREATE TABLE ledger (message bigint, room bigint, seq bigint, rev bigint, client_id text, body text);
CREATE FUNCTION write_ledger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO ledger VALUES (NEW.id, NEW.room_id, NEW.seq, NEW.rev, NEW.client_id, NEW.body); RETURN NULL;
END $$;
CREATE TRIGGER in_words AFTER INSERT OR UPDATE OF rev ON chat_message FOR EACH ROW EXECUTE FUNCTION write_ledger();
"""
_MESSAGES = """
SELECT message.id, room_id, seq, rev, author_id, client_id::text,
       CASE WHEN removal.id IS NULL THEN body ELSE '' END, removal.kind,
       ARRAY(SELECT ARRAY[emoji, reaction.member_id::text] FROM chat_reaction reaction
              WHERE reaction.message_id = message.id)
  FROM chat_message message LEFT JOIN chat_removal removal ON removal.message_id = message.id
 WHERE message.kind = 'text'
"""


class Truth:
    """Asks over a connection of its own each time: the server may have been restarted in between."""

    def __init__(self, url: str) -> None:
        self._url = url

    def _rows(self, query: str, *values: object) -> list[Any]:
        with psycopg.connect(self._url, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def keep_a_ledger(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(LEDGER)

    def ledger(self) -> dict[tuple[int, int], Committed]:
        rows = self._rows("SELECT message, rev, seq, client_id, body FROM ledger")
        return {(message, rev): Committed(*was) for message, rev, *was in rows}

    def messages(self) -> list[Stored]:
        rows = self._rows(_MESSAGES)
        return [Stored(*row, tuple(sorted((sign, int(pk)) for sign, pk in signs))) for *row, signs in rows]

    def last_places(self) -> dict[int, int]:
        return dict(self._rows("SELECT id, seq FROM chat_room"))

    def last_numbers(self) -> dict[int, list[int]]:
        """Of each member the last number that the room had taken by a commit before each of their removals."""
        rows = self._rows(
            "SELECT (removal.data->>'member')::bigint, coalesce(max(ledger.rev), 0) FROM activity_activity removal"
            " LEFT JOIN ledger ON 'room:' || ledger.room = removal.object"
            " AND pg_xact_commit_timestamp(ledger.xmin) <= pg_xact_commit_timestamp(removal.xmin)"
            " WHERE removal.verb = 'room.remove' GROUP BY removal.id ORDER BY removal.id"
        )
        found: dict[int, list[int]] = defaultdict(list)
        for member, number in rows:
            found[member].append(number)
        return found

    def last_message(self) -> int:
        return self._rows("SELECT coalesce(max(id), 0) FROM chat_message")[0][0]

    def told_after(self, message: int) -> bool:
        """Whether the worker has put a message later than that into somebody's inbox."""
        query = (
            "SELECT EXISTS (SELECT FROM notifications_notice"
            " WHERE key LIKE 'message:%%' AND split_part(key, ':', 2)::bigint > %s)"
        )
        return self._rows(query, message)[0][0]

    def misfound(self) -> list[int]:
        """Messages of rooms that the search has read to their end which it does not find by their first word, and
        those that it finds although they are not there."""
        missing = (
            "SELECT message.id FROM chat_message message JOIN chat_room room ON room.id = message.room_id"
            " JOIN search_bookmark read ON read.source = 'room' AND read.object_id = room.id AND read.rev = room.rev"
            " LEFT JOIN chat_removal removal ON removal.message_id = message.id"
            " WHERE message.kind = 'text' AND (removal.id IS NULL) <> EXISTS (SELECT FROM search_entry entry"
            " WHERE entry.kind = 'message' AND entry.object_id = message.id AND entry.place = message.room_id"
            " AND entry.words @@ to_tsquery('simple', split_part(message.body, ' ', 1)))"
        )
        strange = (
            "SELECT object_id FROM search_entry WHERE kind = 'message'"
            " AND object_id NOT IN (SELECT id FROM chat_message WHERE kind = 'text')"
            " UNION ALL SELECT entry.object_id FROM search_entry entry JOIN chat_removal removal"
            " ON removal.message_id = entry.object_id JOIN chat_message message ON message.id = entry.object_id"
            " JOIN chat_room room ON room.id = message.room_id JOIN search_bookmark read ON read.source = 'room'"
            " AND read.object_id = room.id AND read.rev = room.rev WHERE entry.kind = 'message'"
        )
        return [pk for query in (missing, strange) for (pk,) in self._rows(query)]

    def search_lags(self) -> int:
        """Rooms with changes that the search has not read yet."""
        rows = self._rows(
            "SELECT count(*) FROM chat_room room LEFT JOIN search_bookmark read ON read.source = 'room'"
            " AND read.object_id = room.id WHERE room.rev > coalesce(read.rev, 0)"
        )
        return rows[0][0]

    def untold(self) -> int:
        """Mentions whose member has neither read them nor found them in the inbox."""
        rows = self._rows(
            "SELECT count(*) FROM chat_mention mention"
            " JOIN chat_seat seat ON seat.room_id = mention.room_id AND seat.member_id = mention.member_id"
            " WHERE seat.read_seq < mention.seq AND NOT EXISTS (SELECT FROM notifications_notice notice"
            " WHERE notice.member_id = mention.member_id AND notice.key = 'message:' || mention.message_id)"
        )
        return rows[0][0]
