"""What catch-up keeps about a person; it goes with the member's seats."""

from chat.catchup.models import Follow
from community.privacy import sections
from community.privacy.forgetting import Gone, when_forgetting
from community.privacy.sections import Section


def register() -> None:
    sections.register(Section("conversations-followed", Follow, "member"))
    when_forgetting(forget)


def forget(gone: Gone) -> None:
    Follow.objects.filter(member__in=gone.members).delete()
