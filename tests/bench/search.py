"""`python -m tests.bench search [MESSAGES]`: finding among a million messages, half of them English and half Chinese.

Words come with the frequencies of natural language (Zipf's law, exponent 1), from 40,000 English-looking words and
3,000 Chinese signs. Rooms differ in size by a factor of a thousand, people talk unequally.
"""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from urllib.parse import quote
from uuid import uuid4

from tests.bench.systems import databases, report

MESSAGES, ROOMS, PEOPLE = 1_000_000, 200, 2_000
WORDS, SIGNS = 40_000, 3_000
SYLLABLES = [first + second for first in "bdfghklmnprstvwz" for second in "aeiou"]
REPEATS = 7
AT_ONCE = 5_000
SECONDS_APART = 30

QUESTIONS = {
    "a rare word": "{rare}",
    "a common word": "{common}",
    "the commonest word": "{commonest}",
    "two common words": "{common} {other}",
    "a phrase of common words": '"{common} {other}"',
    "a phrase that nobody wrote": '"{rare} {common}"',
    "a word half typed": "{half}",
    "one letter": "{letter}",
    "two common signs": "{pair}",
    "one common sign": "{sign}",
    "four signs": "{run}",
    "a common word of a quiet person": "{common} from:quiet",
    "a common word in a quiet room": "{common} in:quiet",
    "a common word with a link": "{common} has:link",
    "a common word long ago": "{common} before:{early}",
    "links of a day": "has:link before:{early}",
    "common without common": "{common} -{other} ",
}


def main(arguments: list[str]) -> None:
    with databases():
        _measure(int(arguments[0]) if arguments else MESSAGES)


def _measure(messages: int) -> None:
    import django

    django.setup()
    talk = Talk(messages)
    reader = talk.fill()
    medians = []
    for name, question in QUESTIONS.items():
        waits, found = _asked(reader, question.format(**talk.named()))
        medians.append(statistics.median(waits))
        report("search", "oxbow", messages=messages, question=name, found=found, p50_ms=round(medians[-1], 1),
               most_ms=round(max(waits), 1))  # fmt: skip
    report(
        "search",
        "oxbow",
        messages=messages,
        slowest_p50_ms=round(max(medians), 1),
        p50_ms=round(statistics.median(medians), 1),
    )


def _asked(reader, question: str) -> tuple[list[float], int]:
    """Milliseconds of each answer over HTTP, from the view's first line to its last, and how many hits it showed."""
    from django.test import Client

    client, waits = Client(), []
    client.force_login(reader)
    for _ in range(REPEATS):
        began = time.perf_counter()
        answer = client.get(f"/api/v1/communities/search/search/?q={quote(question)}")
        waits.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{question}: {answer.status_code} {answer.content[:300]!r}")
    return waits, len(answer.json()["results"])


class Talk:
    """So many messages, made again alike at every run."""

    def __init__(self, messages: int) -> None:
        self._chance = random.Random(7)
        self._messages = messages
        self._words = sorted({self._word() for _ in range(WORDS)})
        self._chance.shuffle(self._words)
        self._signs = [chr(0x4E00 + number) for number in self._chance.sample(range(20_000), SIGNS)]
        self._by_word = list(accumulate(1 / rank for rank in range(1, len(self._words) + 1)))
        self._by_sign = list(accumulate(1 / rank for rank in range(1, SIGNS + 1)))

    def named(self) -> dict[str, str]:
        """What the questions are filled with."""
        words, signs = self._words, self._signs
        return {
            "rare": words[20_000], "common": words[9], "other": words[14], "commonest": words[0], "half": words[60][:3],
            "letter": words[0][0], "pair": signs[2] + signs[5], "sign": signs[0], "run": "".join(signs[3:7]),
            "early": "2020-03-01",
        }  # fmt: skip

    def fill(self):
        """Write it all into the index; who may read it."""
        from django.db import connection

        from chat.models import Room
        from community.members import communities
        from community.members.models import Member, User
        from community.search.models import Entry

        founder = communities.found(User.objects.create(username="search"), slug="search", name="Search")
        people = Member.objects.bulk_create(
            Member(community=founder.community, name="quiet" if not number else f"Person {number}")
            for number in range(PEOPLE)
        )
        rooms = Room.objects.bulk_create(
            Room(community=founder.community, kind="open", name="quiet" if not number else f"Room {number}")
            for number in range(ROOMS)
        )
        index = next(one for one in Entry._meta.indexes if one.name == "search_words")
        with connection.schema_editor() as editor:
            editor.remove_index(Entry, index)
        for batch in self._batches(founder.community_id, people, rooms):
            _keep(batch)
        with connection.schema_editor() as editor:
            editor.add_index(Entry, index)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE search_entry")
        return founder.user

    def _batches(self, community: int, people: list, rooms: list) -> Iterator[list]:
        from chat.models import Message

        start, seqs = datetime(2020, 1, 1, tzinfo=UTC), [0] * ROOMS
        by_room = list(accumulate(1 / rank for rank in range(ROOMS, 0, -1)))
        by_person = list(accumulate(1 / rank for rank in range(PEOPLE, 0, -1)))
        for first in range(0, self._messages, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, self._messages))
            places = self._chance.choices(range(ROOMS), cum_weights=by_room, k=len(numbers))
            authors = self._chance.choices(people, cum_weights=by_person, k=len(numbers))
            batch = []
            for number, place, author in zip(numbers, places, authors, strict=True):
                seqs[place] += 1
                batch.append(Message(
                    pk=number + 1, community_id=community, room_id=rooms[place].pk, author_id=author.pk,
                    seq=seqs[place], body=self._said(), created_at=start + timedelta(seconds=number * SECONDS_APART),
                ))  # fmt: skip
            yield batch

    def _said(self) -> str:
        length = min(200, 2 + int(self._chance.expovariate(1 / 12)))
        if self._chance.random() < 0.5:
            said = " ".join(self._chance.choices(self._words, cum_weights=self._by_word, k=length))
        else:
            said = "".join(self._chance.choices(self._signs, cum_weights=self._by_sign, k=length * 2))
        return f"{said} https://example.org/{length}" if self._chance.random() < 0.03 else said

    def _word(self) -> str:
        syllables = self._chance.choices(SYLLABLES, k=4)
        return "".join(syllables[: self._chance.randrange(2, 5)]) + self._chance.choice(["", "n", "s", "r"])


_MESSAGE = (
    "id", "community_id", "room_id", "author_id", "client_id", "seq", "rev", "kind", "body", "mention_all",
    "created_at",
)  # fmt: skip


def _keep(messages: list) -> None:
    """Write messages and what the index holds of them, as fast as it goes."""
    from django.db import connection

    from chat.search import _things
    from community.search import index

    with connection.cursor() as cursor, cursor.copy(f"COPY chat_message ({', '.join(_MESSAGE)}) FROM STDIN") as copy:
        for row in messages:
            copy.write_row([
                row.pk, row.community_id, row.room_id, row.author_id, uuid4(), row.seq, row.seq, "text", row.body,
                False, row.created_at,
            ])  # fmt: skip
    index._keep(list(_things(messages)))
