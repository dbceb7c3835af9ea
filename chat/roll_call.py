"""The words that open a new community: who is there is kept by number, and named anew when somebody is forgotten."""

import re
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from chat import announce, messages
from chat.models import Message, RollCall, Room
from community.members.models import Community, Member
from community.privacy.forgetting import Gone
from community.search.models import Entry


@transaction.atomic
def call(community: Community, owner: Member, room: Room, people: list[Member], count: int) -> None:
    """Say in a room that the community is open, and who is there; its owner's words, once."""
    words = _words(community, people, count)
    said = messages.post(owner, room, words, client_id=_once(community.pk), limited=False)
    called = {"members": [member.pk for member in people], "count": count}
    RollCall.objects.get_or_create(message_id=said.id, defaults={"community": community, **called})


def forget(gone: Gone) -> None:
    """Name those who were called as they are called now; in words that somebody edited, only who is forgotten."""
    for pk, member in gone.members.items():
        if not _name_anew(member):
            _unname(member, gone.called[pk])


def call_otherwise(member: Member) -> None:
    """The same for somebody whose name was taken away, or given back."""
    _name_anew(member)


def _name_anew(member: Member) -> bool:
    """Whether there is a roll call with the member in it that nobody edited."""
    untouched = RollCall.objects.filter(community=member.community_id, message__edited_at=None)
    roll = untouched.filter(members__contains=[member.pk]).first()
    if roll:
        _reword(roll.message_id, _renamed(roll))
    return roll is not None


def _once(community_id: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"opening:{community_id}")


def _renamed(roll: RollCall) -> str:
    found = Member.objects.in_bulk(roll.members)
    return _words(roll.community, [found[pk] for pk in roll.members if pk in found], roll.count)


def _unname(member: Member, called: str) -> None:
    """The same in a roll call of the time when only names were kept."""
    name = rf"(?<=[\s、]){re.escape(called)}(?=, |、|$)"
    for message in Message.objects.filter(community=member.community_id, client_id=_once(member.community_id)):
        if (body := re.sub(name, lambda _: member.name, message.body)) != message.body:
            _reword(message.pk, body)


@transaction.atomic
def _reword(message_id: int, body: str) -> None:
    """Unless the words are gone: those that stand say something else from now on."""
    message = Message.objects.select_related("room").get(pk=message_id)
    if not message.body:
        return
    rev = message.room.advance()
    Message.objects.filter(pk=message_id).exclude(body="").update(body=body)
    Entry.objects.filter(kind="message", object_id=message_id).delete()
    announce.changed(message.room, "edited", announce.touch([message_id], rev))


def _words(community: Community, people: list[Member], count: int) -> str:
    with override(community.locale.lower()):
        opened = _("%(name)s is open!") % {"name": community.name}
        here = ngettext("%(count)d person is here from the start:", "%(count)d people are here from the start:", count)
        names = _(", ").join(member.name for member in people)
        return f"{opened}\n{here % {'count': count}} {names}"
