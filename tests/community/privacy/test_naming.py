"""Who is forgotten is named in no column of words: each is looked through, or says why nobody is named there."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import CharField, Field, JSONField, TextField

from board.models import Tag
from community.belonging.models import Announcement, Answer, Segment
from community.belonging.models import Field as Asked
from community.clock import now
from community.drafts.models import Draft
from community.governance.models import Amendment, Candidate, Proposal, Version
from community.joining.models import Entrance
from community.members import communities
from community.members.models import Member, User
from community.moderation.models import MemberNote
from community.notifications import notices
from community.privacy import erasing, naming
from community.privacy.naming import Texts
from tests.community.backstage.places import place
from tests.community.privacy.test_erasures import due
from tests.everywhere import where

pytestmark = pytest.mark.django_db
SHAPED = ("files", "parts", "card")  # what is in them has a form of its own
OURS = ("community", "chat", "board")


def columns() -> set[str]:
    models = (model for model in apps.get_models() if model.__module__.partition(".")[0] in OURS)
    return {
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if holds_words(field)
    }


def holds_words(field: Field) -> bool:
    one = getattr(field, "base_field", field)
    return isinstance(one, CharField | TextField | JSONField) and not one.choices


def looked_into() -> set[str]:
    return {name for texts in naming.texts() for name in texts.names()}


def test_every_column_of_words_is_looked_through_or_says_why_nobody_is_named_there():
    missing = columns() - looked_into() - naming.spared().keys()
    assert not missing, f"Nobody looks into or spares {sorted(missing)}: say which with `naming.look_into` or `spare`."


def test_nothing_is_spared_that_does_not_exist_or_is_looked_into():
    assert naming.spared().keys() <= columns() - looked_into()


def test_the_name_goes_from_every_column_that_is_looked_into():
    """Of each table that has a row here, the last one calls them in every column."""
    ada, _ = place("Zanzibar")
    more_words(ada)
    user = User.objects.create(username="zephyrine-q", display_name="Zephyrine")
    user.set_password("a long secret")
    user.save()
    communities.join(user, ada.community)
    called = {name for texts in naming.texts() for name in call(texts, ada, "@Zephyrine")}
    assert len(called) > 60, sorted(looked_into() - called)
    assert where("@Zephyrine")
    erasing.carry_out(due(user, "stay"))
    assert where("@Zephyrine") == []
    assert where("@Former member")


def more_words(ada: Member):
    """Rows of tables that the admin does not show."""
    common = {"community": ada.community}
    author = {"author": ada, "client_id": uuid4(), "method": "majority", "discussed_until": now()}
    proposal = Proposal.objects.create(kind="opinion", title="Tea", words="Or not", **author, **common)
    Version.objects.create(proposal=proposal, number=1, title="Tea", words="Or", by=ada)
    Amendment.objects.create(proposal=proposal, base=1, title="Tea", words="Or", by=ada)
    Candidate.objects.create(proposal=proposal, member=ada, words="Me")
    Announcement.objects.create(by=ada, words="Hear", client_id=uuid4(), filter={}, **common)
    Segment.objects.create(by=ada, name="Some", filter={}, **common)
    Answer.objects.create(field=Asked.objects.create(name="Hobby", **common), member=ada, text="Tea")
    Entrance.objects.create(questions=[], interests=[], **common)
    MemberNote.objects.create(member=ada, by=ada.user, text="Kind")
    Draft.objects.create(member=ada, place="room:1", body="Half")
    notices.tell(ada, "invited", key="tea", excerpt="Tea", data={"title": "Tea"})
    Tag.objects.create(name="tea", **common)


def call(texts: Texts, ada: Member, words: str) -> Iterator[str]:
    rows = texts.model._default_manager.filter(**{texts.community: ada.community_id})
    row = rows.order_by("-pk").first()
    for name in texts.fields if row else ():
        if name not in SHAPED:
            texts.model._default_manager.filter(pk=row.pk).update(**{name: worded(getattr(row, name), words)})
            yield f"{texts.model._meta.label}.{name}"


def worded(said: Any, words: str) -> Any:
    """What a column says with these words in it."""
    if isinstance(said, list):
        return [*said, words]
    return said | {"said": words} if isinstance(said, dict) else words
