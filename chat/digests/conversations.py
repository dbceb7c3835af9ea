"""The section of conversations: those with something unread, by what is at stake for each reader."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from chat.briefs import Place, message_url, places, rooms_of
from chat.catchup import stakes
from chat.catchup.models import Done, Follow
from chat.catchup.stakes import Facts, Stake
from chat.digests import editions, gists
from chat.digests.editions import Edition, Talk
from chat.digests.gists import Gist
from chat.models import Room, Seat
from community.notifications.content import Batch, Item, Line, Reader, Reason

MOST = 8  # conversations a reader; fewer are shown
BIG = 12  # the biggest conversations of a room, among which a reader's are looked for
LEAST = 3  # unread messages that make a conversation talked about, for whom it does not concern
FEW = 12  # unread messages that stand one by one for what a conversation tells
_CALLING: frozenset[Stake] = frozenset({"mentioned", "took_part", "followed"})
_REASONS: dict[Stake, Reason] = {
    "mentioned": "mentioned", "took_part": "took_part", "followed": "followed", "people": "people", "size": "size",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Open:
    """A conversation of which a reader has not read everything."""

    talk: Talk
    first: int  # the index of the first message that is news
    stake: Stake
    score: float

    @property
    def key(self) -> tuple[float, int]:
        return self.score, self.talk.id


@dataclass(slots=True)
class _Ties:
    """What binds a reader to a room's conversations."""

    followed: set[int]
    done: set[int]  # places beyond the read place that they are done with
    quiet: set[int]  # conversations of which they want to hear no more


def unread(batch: Batch) -> dict[int, list[Item]]:
    """Conversations of the rooms in which a reader sits, those with most at stake first."""
    found = {reader.member.pk: _chosen(batch, reader) for reader in batch.readers}
    words = gists.of({one.talk.id for some in found.values() for one in some})
    items = {
        reader.member.pk: [
            _item(batch, reader, one, words[one.talk.id]) for one in found[reader.member.pk] if one.talk.id in words
        ]
        for reader in batch.readers
    }
    return {pk: [item for item in some if item] for pk, some in items.items()}


def _chosen(batch: Batch, reader: Reader) -> list[Open]:
    told = _told_up_to(reader)
    ties = batch.once(_ties)
    mine = batch.once(places).get(reader.member.pk, {})
    found = [
        one
        for room, edition in batch.once(_editions).items()
        if room in mine and _has_news(mine[room], edition)
        for one in _open(reader, mine[room], edition, ties[reader.member.pk, room], told)
    ]
    return sorted(found, key=lambda one: one.key, reverse=True)[:MOST]


def _editions(batch: Batch) -> dict[int, Edition]:
    """Of the rooms with many: what two people say to each other is no conversation of a community."""
    return editions.of(pk for pk, room in batch.once(rooms_of).items() if room.kind != Room.Kind.DIRECT)


def _ties(batch: Batch) -> dict[tuple[int, int], _Ties]:
    """By member and room."""
    found: dict[tuple[int, int], _Ties] = defaultdict(lambda: _Ties(set(), set(), set()))
    follows = Follow.objects.filter(member__in=batch.ids, message__link__isnull=False)
    for member, room, talk in follows.values_list("member", "room", "message__link__conversation"):
        found[member, room].followed.add(talk)
    done = Done.objects.filter(seat__member__in=batch.ids)
    rows = done.values_list("seat__member", "seat__room", "conversation", "quiet", "places")
    for member, room, talk, quiet, seqs in rows:
        found[member, room].done.update(seqs)
        if quiet:
            found[member, room].quiet.add(talk)
    return found


def _has_news(place: Place, edition: Edition) -> bool:
    return place.level != Seat.Level.NOTHING and edition.last > place.read_seq


def _open(reader: Reader, place: Place, edition: Edition, ties: _Ties, told: dict[int, int]) -> Iterator[Open]:
    moment = reader.since.timestamp()
    near = _near(reader, place, edition, ties)
    for talk in near:
        first = talk.first_after(max(place.read_seq, told.get(talk.id, 0)), moment)
        if first < len(talk.seqs) and (facts := _facts(reader, talk, first, edition, ties)):
            stake = stakes.stake(facts)
            if _matters(reader, place, talk, facts, stake, ties):
                yield Open(talk, first, stake, stakes.score(facts))
    if not reader.mine_only and place.level == Seat.Level.ALL:
        for talk in edition.talks[:BIG]:
            first = talk.first_after(max(place.read_seq, told.get(talk.id, 0)), moment)
            unread = len(talk.seqs) - first
            if unread >= LEAST and talk not in near and talk.id not in ties.quiet:
                yield Open(talk, first, "size", _score_of_size(unread))


def _near(reader: Reader, place: Place, edition: Edition, ties: _Ties) -> dict[Talk, None]:
    """The conversations that something ties a reader to."""
    me = reader.member.pk
    found = dict.fromkeys(edition.by_author.get(me, ()))
    found |= dict.fromkeys(edition.calling_all)
    ids = (*edition.named.get(me, ()), *ties.followed)
    found |= dict.fromkeys(edition.by_id[pk] for pk in ids if pk in edition.by_id)
    if not reader.mine_only and place.level == Seat.Level.ALL:
        for companion in edition.companions.get(me, ()):
            found |= dict.fromkeys(edition.by_author.get(companion, ()))
    return found


@cache
def _score_of_size(unread: int) -> float:
    return stakes.score(Facts(unread=unread))


def _facts(reader: Reader, talk: Talk, first: int, edition: Edition, ties: _Ties) -> Facts | None:
    """What ties a reader to what they have not read, or None if all of it is their own or done with."""
    me = reader.member.pk
    seqs, authors = talk.seqs[first:], talk.authors[first:]
    if ties.done:
        fresh = [(seq, by) for seq, by in zip(seqs, authors, strict=True) if seq not in ties.done]
        seqs, authors = [seq for seq, _ in fresh], [by for _, by in fresh]
    count = len(authors) - authors.count(me)
    if not count:
        return None
    named = edition.named.get(me, {}).get(talk.id, ())
    return Facts(
        unread=count,
        mentions=_beyond(named, seqs) + _beyond(talk.everybody, seqs),
        mine=talk.authors.count(me),
        followed=talk.id in ties.followed,
        ties=len(edition.companions.get(me, frozenset()).intersection(authors)),
    )


def _beyond(called: Iterable[int], seqs: list[int]) -> int:
    there = set(seqs) if called else ()
    return sum(seq in there for seq in called)


def _matters(reader: Reader, place: Place, talk: Talk, facts: Facts, stake: Stake, ties: _Ties) -> bool:
    if talk.id in ties.quiet:
        return stake == "mentioned"
    if stake in _CALLING:
        return True
    return not reader.mine_only and place.level == Seat.Level.ALL and facts.unread >= LEAST


def _told_up_to(reader: Reader) -> dict[int, int]:
    """By conversation, the last place that an earlier digest spoke of."""
    found: dict[int, int] = {}
    for key in reader.told:
        if key.startswith("conversation:"):
            _, talk, seq = key.split(":")
            found[int(talk)] = max(found.get(int(talk), 0), int(seq))
    return found


def _item(batch: Batch, reader: Reader, one: Open, words: Gist) -> Item | None:
    """What is told of a conversation, as much of it as stands at this moment."""
    room, talk = batch.once(rooms_of)[one.talk.room], one.talk
    news = _news(reader, one, words, batch.once(_ties)[reader.member.pk, room.pk].done)
    if not news:
        return None
    few = frozenset(f"message:{pk}" for pk in news.values())
    return Item(
        key=f"conversation:{talk.id}:{talk.seqs[-1]}",
        title=words.title or room.name,
        place=room.name,
        url=message_url(batch.community, room.pk, next(iter(news.values()))),
        reason=_REASONS.get(one.stake, "size"),
        count=len(news),
        lines=tuple(_line(batch, room, line) for line in words.lines_among(news)),
        about=few if len(few) <= FEW else frozenset({f"conversation:{talk.id}"}),
        tells=frozenset({f"room:{room.pk}", f"conversation:{talk.id}"}),
    )


def _news(reader: Reader, one: Open, words: Gist, done: set[int]) -> dict[int, int]:
    """The messages of others that stand and are unread, by place."""
    talk, standing = one.talk, set(words.places)
    rows = zip(talk.seqs[one.first :], talk.messages[one.first :], talk.authors[one.first :], strict=True)
    return {seq: pk for seq, pk, author in rows if author != reader.member.pk and seq in standing and seq not in done}


def _line(batch: Batch, room: Room, line: gists.Line) -> Line:
    url = message_url(batch.community, room.pk, line.message)
    return Line(f"message:{line.message}", line.author.name, line.excerpt, url)
