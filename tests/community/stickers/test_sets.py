"""The set of stickers of a community: who chooses them, what becomes of the image, and how many there are."""

from io import BytesIO

import pytest
from django.db import connection
from PIL import Image

from community.access import Role
from community.errors import Conflict, Forbidden, InvalidInput, NotFound
from community.files import finishing, storage, tidying
from community.files.models import CommunityUse, File
from community.moderation import wordlists
from community.moderation.audit import Moderator
from community.moderation.models import AuditEntry
from community.stickers import sets
from community.stickers.models import Sticker
from tests.api import Api
from tests.board.acts import together
from tests.community.test_files import _own_folder, stored  # noqa: F401 a folder of its own
from tests.conftest import joined
from tests.contract.test_query_budgets import queries
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db


def brought(member, content: bytes | None = None, kind: str = "image") -> int:
    return upload(Api(member), content or picture(), kind)["id"]


def put(member, name="Wave", keywords="", content: bytes | None = None):
    return sets.add(member, brought(member, content), name, keywords)


def moving() -> bytes:
    content = BytesIO()
    first, second = (Image.new("RGB", (90, 60), colour) for colour in ("red", "blue"))
    first.save(content, "GIF", save_all=True, append_images=[second], duration=80)
    return content.getvalue()


def bytes_of(shape) -> Image.Image:
    file = File.objects.get(pk=shape.file.id)
    return Image.open(storage.of_files().open(finishing.place(file.key, finishing.WHOLE)))


@pytest.fixture
def hana(community):
    return joined(community, "Hana", Role.HOST)


def test_a_member_who_is_no_host_chooses_none(ben, hana):
    with pytest.raises(Forbidden):
        put(ben)
    shape = put(hana)
    with pytest.raises(Forbidden):
        sets.remove(ben, Sticker.objects.get(pk=shape.id))
    assert [one.file.name for one in sets.listed(ben)] == ["Wave"]


def test_an_image_of_somebody_else_makes_no_sticker(ben, hana):
    with pytest.raises(NotFound):
        sets.add(hana, brought(ben), "Wave")


def test_what_is_no_image_makes_no_sticker_and_stays(hana):
    document = brought(hana, b"Hello", "document")
    with pytest.raises(InvalidInput) as refusal:
        sets.add(hana, document, "Wave")
    assert refusal.value.code == "sticker.no_image"
    assert File.objects.filter(pk=document).exists()


def test_a_sticker_is_small_and_still_and_its_image_is_gone(hana):
    image = brought(hana, picture(size=(2000, 1000)))
    shape = sets.add(hana, image, "Wave")
    assert (shape.file.kind, shape.file.type) == ("sticker", "image/webp")
    assert (shape.file.width, shape.file.height) == bytes_of(shape).size == (512, 256)
    assert not File.objects.filter(pk=image).exists()
    assert len(stored()) == 1
    assert not getattr(bytes_of(put(hana, "Moves", content=moving())), "is_animated", False)


def test_a_sticker_counts_as_much_of_the_community_as_it_takes(hana):
    shape = put(hana)
    assert CommunityUse.objects.get(community=hana.community_id).bytes == shape.file.size


def test_two_stickers_do_not_share_a_name(hana):
    put(hana)
    with pytest.raises(Conflict) as refusal:
        put(hana)
    assert refusal.value.code == "sticker.named"
    assert len(stored()) == 4  # the first, and the image that waits


def test_a_name_that_the_word_list_refuses_is_refused(hana, ada):
    wordlists.enter(Moderator(member=ada), ada.community, ["nuisance"], kind="word", action="block")
    wordlists.forget()
    with pytest.raises(Forbidden) as refusal:
        put(hana, "Fine", keywords="nuisance")
    assert refusal.value.code == "words.blocked"


def test_the_set_ends_where_it_ends(hana, settings):
    settings.OXBOW = settings.OXBOW | {"STICKERS": 1}
    put(hana)
    with pytest.raises(Conflict) as refusal:
        put(hana, "Bow")
    assert refusal.value.code == "sticker.too_many"


@pytest.mark.django_db(transaction=True)
def test_the_set_ends_there_when_many_come_at_once(hana, settings):
    settings.OXBOW = settings.OXBOW | {"STICKERS": 2}
    images = [brought(hana) for _ in range(4)]
    connection.close()
    outcomes = together([lambda pk=pk: sets.add(hana, pk, f"Number {pk}") for pk in images])
    assert sorted(getattr(one, "code", "added") for one in outcomes) == ["added"] * 2 + ["sticker.too_many"] * 2
    assert Sticker.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_image_becomes_one_sticker_however_often_it_is_asked_for_at_once(hana):
    image = brought(hana)
    connection.close()
    together([lambda name=name: sets.add(hana, image, name) for name in ("Wave", "Bow")])
    assert Sticker.objects.count() == File.objects.count() == 1


def test_putting_in_and_taking_off_stand_in_the_audit(hana, mo):
    shape = put(hana)
    sets.remove(mo, Sticker.objects.select_related("file__owner").get(pk=shape.id))
    rows = AuditEntry.objects.filter(act__endswith="sticker").order_by("pk")
    assert [(row.act, row.actor, row.member) for row in rows] == [
        ("add sticker", hana, None),
        ("remove sticker", mo, hana),
    ]
    assert dict(rows[1].said())["name"] == "Wave"


def test_the_picture_of_a_removed_sticker_stays(hana, mo, ben):
    shape = put(hana)
    sets.remove(mo, Sticker.objects.select_related("file__owner").get(pk=shape.id))
    tidying.tidy()
    assert Api(ben).client.get(f"/api/v1/files/{shape.file.id}/").status_code == 200
    assert sets.listed(ben) == []


def test_members_see_the_stickers_and_strangers_do_not(hana, ben, olga, cleo, api):
    shape = put(hana, keywords="hi 👋")
    listed = api(olga).get("communities/lake/stickers/")["results"]
    assert [(one["id"], one["keywords"]) for one in listed] == [(shape.id, "hi 👋")]
    assert Api(ben).client.get(f"/api/v1/files/{shape.file.id}/").status_code == 200
    assert Api(cleo).client.get(f"/api/v1/files/{shape.file.id}/").status_code == 404
    assert api(cleo).refused("GET", "communities/lake/stickers/") == "not_found"
    assert api(cleo).refused("DELETE", f"stickers/{shape.id}/") == "not_found"


def test_the_set_costs_the_same_however_large(hana, ben):
    put(hana)
    few = queries(lambda: sets.listed(ben))
    for number in range(3):
        put(hana, f"Number {number}")
    assert queries(lambda: sets.listed(ben)) == few == 1
