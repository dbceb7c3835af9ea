"""The questions of a community, and what members answer."""

from datetime import date

from django.db import IntegrityError, transaction

from community import access
from community.belonging.models import Answer, Field
from community.errors import Conflict, InvalidInput, NotFound
from community.members.models import Community, Member
from community.moderation import audit, wordlists
from community.moderation.audit import Moderator, Words

MOST = 10
CHOICES = 20


@transaction.atomic
def create(member: Member, name: str, kind: str, choices: list[str], audience: str) -> Field:
    """Ask something of every member.

    Raises:
        Forbidden: `forbidden`.
        Conflict: `field.too_many`, `field.taken`.
        InvalidInput: a choice without choices, or choices without one.
    """
    access.require(member, "community.edit")
    if (kind == Field.Kind.CHOICE) != bool(choices):
        raise InvalidInput("input.invalid", "Only a choice has choices.", fields={"choices": "missing"})
    Community.objects.select_for_update(no_key=True).get(pk=member.community_id)
    there = Field.objects.filter(community=member.community_id)
    if there.count() >= MOST:
        raise Conflict("field.too_many", "A community has at most ten fields.", most=MOST)
    try:
        with transaction.atomic():
            told = {"kind": kind, "choices": choices, "audience": audience}
            made = Field.objects.create(community_id=member.community_id, name=name, **told)
    except IntegrityError:
        raise Conflict("field.taken", "There is a field of this name.") from None
    audit.record(Moderator(member=member), "make field", made, member.community_id, None, title=Words(name, member))
    return made


@transaction.atomic
def remove(member: Member, field_id: int) -> None:
    """Ask no more; the answers go with it."""
    access.require(member, "community.edit")
    field = Field.objects.filter(pk=field_id, community=member.community_id).first()
    if field:
        named = Words(field.name, member)
        audit.record(Moderator(member=member), "remove field", field, member.community_id, None, title=named)
        field.delete()


def of(reader: Member, member: Member) -> list[tuple[Field, str]]:
    """The fields of a member that a reader may see, with what was answered; one's own all."""
    fields = Field.objects.filter(community=member.community_id).order_by("pk")
    if reader.pk != member.pk and not access.can(reader, "people.see"):
        fields = fields.filter(audience=Field.Audience.MEMBERS)
    said = dict(Answer.objects.filter(member=member).values_list("field", "text"))
    return [(field, said.get(field.pk, "")) for field in fields]


@transaction.atomic
def answer(member: Member, field_id: int, text: str) -> None:
    """Say something in a field; an empty text takes the answer back.

    Raises:
        NotFound: there is no such field.
        InvalidInput: it is none of the choices, or no day.
        Forbidden: `member.silenced`, `words.blocked`.
    """
    field = Field.objects.filter(pk=field_id, community=member.community_id).first()
    if field is None:
        raise NotFound("field")
    if not text:
        Answer.objects.filter(field=field, member=member).delete()
        return
    access.require_voice(member)
    _require_fitting(field, text)
    wordlists.require_clean(member.community_id, text)
    Answer.objects.update_or_create(field=field, member=member, defaults={"text": text})


def _require_fitting(field: Field, text: str) -> None:
    fits = text in field.choices if field.kind == Field.Kind.CHOICE else True
    if field.kind == Field.Kind.DATE:
        fits = _is_day(text)
    if not fits:
        raise InvalidInput("input.invalid", "This does not fit the field.", fields={str(field.pk): "unknown"})


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
