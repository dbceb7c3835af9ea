"""What somebody wrote in an office, to colleagues and to all: it goes with their other words.

The reasons of what follows for a member stay, under no name: they were given to that member, who is entitled to them.
"""

from django.db import transaction
from django.db.models import Q

from community.joining.models import Code
from community.jury.models import Trial
from community.moderation.models import CaseNote, ListedWord, MemberNote
from community.privacy.forgetting import Gone
from community.rules.models import RulesVersion


@transaction.atomic
def forget(gone: Gone) -> None:
    if not gone.words_go:
        return
    by_them = Q(by__in=gone.members) | Q(staff=gone.user)
    RulesVersion.objects.filter(by_them).update(why="")
    ListedWord.objects.filter(by_them).update(note="")
    Code.objects.filter(by__in=gone.members).update(label="")
    Trial.objects.filter(asked_by=gone.user).update(reason="")
    CaseNote.objects.filter(by=gone.user).update(text="")
    MemberNote.objects.filter(by=gone.user).delete()
