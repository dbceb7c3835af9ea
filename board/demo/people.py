"""The people of the demo, each with an account; only a few can sign in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from board.demo.accounts import Account
from board.demo.day import Day
from board.demo.script import PersonPart, Script
from community.access import Role
from community.members.models import Community, Member, User
from community.moderation.staff import GROUP

STAFF = {Role.OWNER, Role.ADMIN, Role.MODERATOR}
APART = timedelta(days=23)  # between one newcomer and the next; the last came on the evening before


class NameTaken(Exception):
    """One sentence that says which user names of the demo belong to somebody else."""


def settle(script: Script, community: Community, day: Day, accounts: list[Account]) -> dict[str, Member]:
    """Give everybody an account and a place in the community; by key.

    Raises:
        NameTaken: somebody else has one of these user names.
    """
    _refuse_taken(script)
    passwords = {account.username: account.password for account in accounts}
    users = User.objects.bulk_create([_user(person, passwords.get(person.username)) for person in script.people])
    _put_in_group([user for user, person in zip(users, script.people) if person.role == Role.MODERATOR])
    last = day.at("20:10", days_ago=1)
    days = [last - APART * place for place in range(len(users))]
    members = Member.objects.bulk_create(
        [_member(community, *row) for row in zip(users, script.people, reversed(days))]
    )
    return {person.key: member for person, member in zip(script.people, members)}


def _refuse_taken(script: Script) -> None:
    names = [person.username for person in script.people]
    if taken := sorted(User.objects.filter(username__in=names).values_list("username", flat=True)):
        raise NameTaken(f"Accounts of these names exist already: {', '.join(taken)}.")


def _user(person: PersonPart, password: str | None) -> User:
    user = User(
        username=person.username, display_name=person.name, locale=person.locale, timezone=person.timezone,
        hue=person.hue, is_staff=person.role in STAFF, is_superuser=person.role == Role.OWNER,
    )  # fmt: skip
    user.set_password(password)  # None: one that nothing matches
    return user


def _member(community: Community, user: User, person: PersonPart, joined_at: datetime) -> Member:
    return Member(
        community=community, user=user, name=person.name, hue=person.hue, bio=person.bio, role=person.role,
        joined_at=joined_at, shows_presence=True, vouches=True,
    )  # fmt: skip


def _put_in_group(moderators: Iterable[User]) -> None:
    if group := Group.objects.filter(name=GROUP).first():
        group.user_set.add(*moderators)
