"""What members answer, as a part of the profile that every member reads: reported, cleared and put back with it."""

from django.db.models import QuerySet

from community.belonging.models import Answer, Field
from community.members.models import Member
from community.moderation import profiles
from community.moderation.profiles import Part


def register() -> None:
    profiles.register("answers", Part(said, clear, restore))


def _answers(member: Member) -> QuerySet[Answer]:
    """In words of their own, where every member reads them."""
    shown = {"field__kind": Field.Kind.TEXT, "field__audience": Field.Audience.MEMBERS}
    return Answer.objects.filter(member=member, **shown).select_related("field").order_by("field")


def said(member: Member) -> list[str]:
    return [f"{answer.field.name}: {answer.text}" for answer in _answers(member)]


def clear(member: Member) -> dict[str, str]:
    was = {str(answer.field_id): answer.text for answer in _answers(member)}
    Answer.objects.filter(member=member, field__in=[int(pk) for pk in was]).delete()
    return was


def restore(member: Member, was: dict[str, str]) -> None:
    for field in Field.objects.filter(community=member.community_id, pk__in=was):
        Answer.objects.get_or_create(field=field, member=member, defaults={"text": was[str(field.pk)]})
