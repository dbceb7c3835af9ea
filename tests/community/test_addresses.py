"""The tree of addresses leads where each address leads by itself."""

import re

import pytest
from django.urls import path, resolve
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RoutePattern, URLResolver

from community.addresses import branched
from community.urls import API

WORDS = {"int": "7", "slug": "a-lake", "str": "some:place", "uuid": "4e6524ac-63d0-4c79-b977-07cda1f684c4"}


def written(route: str) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: WORDS[found[1] or "str"], route)


@pytest.mark.parametrize("pattern", API, ids=lambda pattern: str(pattern.pattern))
def test_every_address_leads_where_it_leads_alone(pattern):
    alone = pattern.resolve(address := written(str(pattern.pattern)))
    found = resolve(f"/api/v1/{address}")
    assert (found.func, found.kwargs, found.url_name) == (alone.func, alone.kwargs, alone.url_name)


def view(request): ...


def test_a_word_of_its_own_comes_before_a_parameter_and_names_stay():
    tree = branched([
        path("a/<slug:which>/", view, name="any"), path("a/new/", view, name="new"), path("a/<slug:which>/b/", view),
        path("", view, name="root"), path("a/", view, {"given": 1}, name="list"),
    ])  # fmt: skip
    resolver = URLResolver(RoutePattern(""), tree)
    assert [resolver.resolve(one).url_name for one in ("a/new/", "a/old/", "a/", "")] == ["new", "any", "list", "root"]
    assert resolver.resolve("a/").kwargs == {"given": 1}
    assert resolver.resolve("a/new/b/").kwargs == {"which": "new"}
    assert resolver.reverse("any", which="old") == "a/old/"
    with pytest.raises(Resolver404):
        resolver.resolve("a/old/c/")
