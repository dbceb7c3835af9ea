"""Whoever is in the admin by a role sees and changes their own community only: every address is walked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import ForeignKey, Model
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from community.access import Role
from community.backstage.filters import RelatedFilter
from community.backstage.lists import ReadOnlyAdmin
from community.desk.models import Guest, GuestList, SavedList, WordImport
from community.members import communities
from community.members.models import Member, User
from community.moderation import staff
from community.moderation.models import AuditEntry, Case, ListedWord, MemberNote, Sanction
from tests.community.backstage.places import MARK, among, later, place
from tests.community.moderation.desk import signed_in

TERM = "anzib"  # finds the mark, and an echo of it is not the mark
ENTERS = [Role.OWNER, Role.ADMIN, Role.MODERATOR]
KEPT, SEAT = "rights that the account has kept", "a seat in the other community"
BESIDES = [(Role.OWNER, ""), (Role.ADMIN, KEPT), (Role.MODERATOR, SEAT)]  # what counts for nothing there
PUBLIC = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}


@dataclass(frozen=True)
class Places:
    """Here one has a role, there one has none."""

    owner: Member
    here: dict[str, Model]
    there: dict[str, Model]


@pytest.fixture
def places(db) -> Places:
    owner, here = place("Lagoon")
    return Places(owner, here, place(MARK)[1])


def pages() -> list[admin.ModelAdmin]:
    return list(admin.site._registry.values())


def url(model, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def routes(patterns, above: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = above + str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield f"/admin/{route}"


def addresses(rows: dict[str, Model]) -> list[str]:
    """Every address of the admin, about these rows where it is about one; with searches, filters and choices."""
    found = []
    for route in routes(admin.site.get_urls()):
        owners = [row for name, row in rows.items() if route.startswith(f"/admin/{name.replace('.', '/')}/")]
        for row in owners or rows.values():
            found.append(re.sub(r"<[^>]+>|\(\?P[^)]*\)", str(row.pk), route))
    for page in pages():
        where = url(page.model, "changelist")
        found += [f"{where}?q={TERM}", f"{where}?all="]
        found += [f"{where}?{name}__id__exact={rows[model].pk}" for name, model in _related(page) if model in rows]
        found += list(_autocompletes(page))
    return [*dict.fromkeys(found), f"/admin/search/?s={TERM}", f"/admin/search/?s={TERM}&extended=1"]


def _related(page: admin.ModelAdmin) -> Iterator[tuple[str, str]]:
    for one in page.list_filter:
        if isinstance(one, tuple) and issubclass(one[1], RelatedFilter):
            model = page.model
            for name in one[0].split("__"):
                model = model._meta.get_field(name).related_model
            yield one[0], model._meta.label_lower


def _autocompletes(page: admin.ModelAdmin) -> Iterator[str]:
    meta = page.model._meta
    for field in meta.get_fields():
        if isinstance(field, ForeignKey):
            names = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={field.name}"
            yield f"/admin/autocomplete/?{names}&term={TERM}"


def leaks(client: Client, rows: dict[str, Model]) -> list[str]:
    return [address for address in addresses(rows) if MARK.encode() in client.get(address).content]


def state(rows: dict[str, Model]) -> list[object]:
    """What the database says of the rows, and of what was done in their community."""
    community = rows["members.community"]
    written = (AuditEntry, Sanction, ListedWord, SavedList, Guest)
    counts = [model.objects.filter(community=community).count() for model in written]
    counts.append(MemberNote.objects.filter(member__community=community).count())
    fresh = [type(row).objects.filter(pk=row.pk).first() for row in rows.values()]
    return [counts, [model_to_dict(row) if row else None for row in fresh]]


def attack(client: Client, rows: dict[str, Model]) -> None:
    """Send everything that can be sent about the rows."""
    given = later() | {"community": str(rows["members.community"].pk), "category": str(rows["board.category"].pk)}
    for page in pages():
        row = rows[page.model._meta.label_lower]
        for name in {getattr(one, "__name__", one) for one in page.actions or ()} | {"delete_selected"}:
            client.post(url(page.model, "changelist"), given | {"action": name, "_selected_action": [str(row.pk)]})
        for kind in ("change", "delete"):
            client.post(url(page.model, kind, row.pk), given | {"post": "yes"})
        client.post(url(page.model, "add"), given | {"action": "block"})
    client.post(url(Member, "change", rows["members.member"].pk), given | {"do": "note"})
    for does in ("note", "take", "let_go", "reopen"):
        client.post(url(Case, "change", rows["moderation.case"].pk), given | {"do": does})
    _attack_desk(client, given)


def _attack_desk(client: Client, given: dict[str, str]) -> None:
    """What is carried in and out, and shared with others."""
    client.post(f"{url(ListedWord, 'saved')}?q=a", given | {"do": "keep", "name": "Mine"})
    for row in SavedList.objects.all():
        for does in ("rename", "forget"):
            client.post(url(ListedWord, "saved"), {"do": does, "saved": row.pk, "name": "Taken over"})
    client.post(url(ListedWord, "import"), given | {"do": "prepare", "action": "block", "lines": "eggs"})
    client.post(url(Member, "invite"), given | {"do": "prepare", "lines": "email\nmei@example.org"})
    for model, page in ((WordImport, url(ListedWord, "import")), (GuestList, url(Member, "invite"))):
        for row in model.objects.all():
            for does in ("confirm", "undo"):
                client.post(page, {"do": does, "made": row.pk})
    client.post(url(ListedWord, "import"), given | {"do": "save"})
    for model in (Member, Case, AuditEntry):
        client.post(f"{url(model, 'table')}?community__id__exact={given['community']}")


# --- Who comes in -----------------------------------------------------------------------------------------------------


def somebody(places: Places, role: Role, besides: str) -> User:
    user = among(places.owner, "Mo", role).user
    if besides == KEPT:
        user.groups.add(Group.objects.get(name=staff.GROUP))
        user.user_permissions.set(Permission.objects.all())
        User.objects.filter(pk=user.pk).update(is_superuser=True)  # and not of the staff
    elif besides == SEAT:
        communities.join(user, places.there["members.community"])
    return user


@pytest.mark.parametrize(("role", "besides"), BESIDES)
def test_a_role_opens_its_own_community_and_nothing_of_another(places, role, besides):
    client = signed_in(somebody(places, role, besides))

    for name, row in places.here.items():
        page = admin.site.get_model_admin(type(row))
        opened = client.get(url(type(row), "change", row.pk)).status_code == 200
        assert opened == (not page.for_operators), name
    assert leaks(client, places.there) == []


@pytest.mark.parametrize(("role", "besides"), BESIDES)
def test_nothing_that_is_sent_changes_another_community(places, role, besides):
    user = somebody(places, role, besides)
    before = state(places.there)

    attack(signed_in(user), places.there)

    assert state(places.there) == before


def test_the_same_is_done_to_ones_own_community_in_ones_own_name(places):
    mo = among(places.owner, "Mo", Role.MODERATOR)
    last = AuditEntry.objects.latest("pk").pk

    attack(signed_in(mo.user), places.here)

    done = AuditEntry.objects.filter(pk__gt=last)
    acts = {"hide", "lock", "silence", "settle", "list words", "strike word", "answer appeal"}
    acts |= {"import words", "undo import", "save table"}
    assert acts <= set(done.values_list("act", flat=True))
    # A jury for which there are too few members gives the case back in nobody's name.
    own = done.exclude(act="close jury")
    assert set(own.values_list("actor", "staff", "community")) == {(mo.pk, None, mo.community_id)}
    assert set(done.values_list("community", flat=True)) == {mo.community_id}
    assert list(MemberNote.objects.values_list("by", "text")) == [(mo.user_id, "A note.")]


@pytest.mark.parametrize("role", [role for role in Role if role not in ENTERS])
def test_no_other_role_comes_in(places, role):
    client = signed_in(among(places.owner, "Hal", role).user)
    _stays_outside(client, places)


def test_strangers_and_the_signed_out_stay_outside(places, cleo):
    for client in (signed_in(cleo), Client()):
        _stays_outside(client, places)


def _stays_outside(client: Client, places: Places) -> None:
    before = state(places.here)
    for address in addresses(places.here):
        if address not in PUBLIC:
            assert client.get(address).status_code in (301, 302), address
    attack(client, places.here)
    assert state(places.here) == before


def test_who_left_or_lost_the_role_is_outside_at_once(places):
    mo, amy = (among(places.owner, name, Role.MODERATOR) for name in ("Mo", "Amy"))
    clients = [signed_in(one.user) for one in (mo, amy)]
    assert [client.get("/admin/").status_code for client in clients] == [200, 200]

    communities.leave(mo)
    Member.objects.filter(pk=amy.pk).update(role=Role.MEMBER)

    assert [client.get("/admin/").status_code for client in clients] == [302, 302]


def test_operators_see_every_community(places):
    root = User.objects.create(username="root", is_staff=True, is_superuser=True)
    client = signed_in(root)

    for row in (*places.here.values(), *places.there.values()):
        assert client.get(url(type(row), "change", row.pk)).status_code == 200, row


# --- What is counted and shown ----------------------------------------------------------------------------------------


def test_no_page_says_anything_else_because_there_is_another_community(db):
    owner, here = place("Lagoon")
    client = signed_in(among(owner, "Mo", Role.MODERATOR).user)
    looked_at = ["/admin/", *(url(page.model, "changelist") for page in pages())]
    before = {where: _plain(client, where) for where in looked_at}

    place(MARK)

    assert {where: _plain(client, where) for where in looked_at} == before
    assert str(here["chat.message"].pk) in before[url(type(here["chat.message"]), "changelist")]


def _plain(client: Client, where: str) -> str:
    page = client.get(where).content.decode()
    return re.sub(r'value="\w{64}"|nonce="[^"]*"', "", page)


def test_words_of_a_closed_room_are_not_opened_by_a_role(ada, ben, mo, den):
    from tests.community.backstage.places import said

    message = said(ben, den, "Between us")

    for where in (url(type(message), "changelist"), url(type(message), "change", message.pk)):
        assert b"Between us" not in signed_in(mo.user).get(where).content
    assert b"Between us" in signed_in(ada.user).get(url(type(message), "changelist")).content


# --- What has to be said of a list ------------------------------------------------------------------------------------


def test_every_list_says_how_it_is_narrowed_or_that_it_is_for_operators():
    for page in pages():
        within, operators = getattr(page, "within", ""), getattr(page, "for_operators", False)
        assert bool(within) != operators, (
            f"{type(page).__name__} has to say by which look-up its community is found (`within`), or that it is "
            "for operators alone (`for_operators`)."
        )
        if within:
            assert isinstance(page, ReadOnlyAdmin)
            assert page.model._meta.label_lower in place_labels(), f"{page.model} is missing in places.py"


def place_labels() -> set[str]:
    from tests.community.test_admin import FOR_MODERATORS, FOR_SUPERUSERS

    return FOR_MODERATORS | FOR_SUPERUSERS


def test_filters_by_a_related_row_name_only_what_the_reader_may_see():
    for page in pages():
        for one in page.list_filter:
            if isinstance(one, tuple) and "Autocomplete" in "".join(kind.__name__ for kind in one[1].__mro__):
                assert issubclass(one[1], RelatedFilter), f"{type(page).__name__}: use RelatedFilter for {one[0]}."
