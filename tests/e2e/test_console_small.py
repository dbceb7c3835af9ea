"""Every list of the admin, and the page of a row of each, fit on a tablet and on a phone."""

from tests.community.backstage.places import place
from tests.community.second_factor.phones import factor_of
from tests.e2e import axe
from tests.e2e.conftest import elsewhere
from tests.e2e.test_queue import TABLET

SIZES = {"tablet": (768, 1024), "phone": (390, 844)}


def prepare():
    """An operator, and a row of each list."""
    owner, rows = place("Lagoon", measured=False)
    owner.user.is_staff = owner.user.is_superuser = True
    owner.user.save()
    factor_of(owner.user)
    return owner, rows


def test_every_list_and_page_of_the_admin_fits(site, window):
    owner, rows = elsewhere(prepare)
    page, over = window(owner, TABLET), []
    for name, row in rows.items():
        home = f"/admin/{name.replace('.', '/')}/"
        for address in (home, f"{home}{row.pk}/change/"):
            assert page.goto(address).ok, address
            over += [one for size in SIZES.values() for one in axe.squeezed(page, address, *size)]
    assert len(rows) > 25
    assert over == []
