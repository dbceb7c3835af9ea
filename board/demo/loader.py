"""Filling the site with two communities in which a day was lived through. Each comes whole, once, or not at all."""

from itertools import permutations
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F

from board.demo import accounts, civics, news, people, script, stickers, stream, threads
from board.demo.accounts import Account
from board.demo.day import Day, busy_day
from board.demo.script import Script
from chat import announce
from chat.models import Message, Room
from community.access import Role
from community.clock import now
from community.members import communities
from community.members.models import Community, Member, User
from community.notifications.models import Notice
from community.rules import accepting

# Any constant will do: it makes two loaders at the same moment wait for each other.
_LOCK = 0x0B1


def load(folder: Path) -> list[str]:
    """Load the communities that are not there yet; gives their names.

    Args:
        folder: where the passwords are written down, in `demo-accounts.json`.

    Raises:
        NameTaken: a user name of the demo belongs to somebody else; nothing of this community is loaded then.
    """
    found = script.scripts()
    new = [one.community.name for one in found if _load(one, folder)]
    if new:
        _visit(found)
    return new


def locked_out(folder: Path) -> list[str]:
    """The user names of demo accounts whose passwords nobody knows any more."""
    names = {person.username for one in script.scripts() for person in one.people if person.has_password}
    names -= {account.username for account in accounts.known(folder)}
    return sorted(User.objects.filter(username__in=names).values_list("username", flat=True))


@transaction.atomic
def _load(one: Script, folder: Path) -> bool:
    """Load one community; False if it is there."""
    _alone()
    if Community.objects.filter(slug=one.community.slug).exists():
        return False
    day, logins = busy_day(one), _accounts(one, folder)
    community = Community.objects.create(**one.community.model_dump())
    members = people.settle(one, community, day, logins)
    owner = members[one.owner.key]
    Community.objects.filter(pk=community.pk).update(created_at=owner.joined_at)
    rooms = stream.furnish(one.rooms, owner, members)
    messages = _talk(one, rooms, day, members)
    _write(one, rooms, messages, day, members)
    announce.heard([room for room in rooms.values() if room.messages.exists()])
    civics.vote(one, community, members)
    readers = [members[person.key] for person in one.people if person.has_password]
    news.leave(community, rooms[one.rooms[0].key], readers)
    civics.judge(one, community, members)
    stickers.choose(members[one.owner.key], one.community.locale)
    # Last, yet before the commit: a password that is lost would be worse than one for nobody.
    accounts.write_down(folder, logins)
    return True


def _accounts(one: Script, folder: Path) -> list[Account]:
    """The accounts that can sign in; passwords from an earlier time, that somebody may have noted, stay."""
    known = {account.username: account for account in accounts.known(folder)}
    wanted = [person for person in one.people if person.has_password]
    return [known.get(person.username) or accounts.new_account(one, person) for person in wanted]


def _talk(one: Script, rooms: dict[str, Room], day: Day, members: dict[str, Member]) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for key, parts in stream.by_room(one.messages).items():
        found |= stream.tell(parts, rooms[key], day, members)
    return found


def _write(
    one: Script, rooms: dict[str, Room], messages: dict[str, Message], day: Day, members: dict[str, Member]
) -> None:
    """Fill the board: what was written there, then what came from the stream."""
    categories = threads.open_categories(one.categories, members[one.owner.key], rooms)
    for part in sorted(one.threads, key=lambda part: (-part.days_ago, part.at)):
        threads.write(part, categories[part.category], day, members)
    for promotion in one.promotions:
        chosen = [messages[key] for key in promotion.messages]
        threads.promote(promotion, rooms[promotion.room], categories[promotion.category], chosen, day, members)


@transaction.atomic
def _visit(found: list[Script]) -> None:
    """Let each owner be a plain member of the other community, so that switching can be seen."""
    for guest, host in permutations(found, 2):
        owner = Member.objects.filter(
            community__slug=guest.community.slug, user__username=guest.owner.username, role=Role.OWNER
        ).first()
        if owner and owner.user:
            visitor = communities.join(owner.user, Community.objects.get(slug=host.community.slug))
            accepting.accept_as_read(visitor, now())
            Notice.objects.filter(actor=visitor, kind="newcomer").update(read_at=F("created_at"))  # long greeted


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
