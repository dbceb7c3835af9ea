"""A flood as a thing that moderators look at: everything that was said alike, decided together."""

from collections.abc import Collection

from community.errors import NotFound
from community.members.models import Member, User
from community.moderation import evidence, targets
from community.moderation.audit import Moderator
from community.moderation.targets import Kind, Line, Target
from community.trust.models import Flood


def register() -> None:
    targets.register("flood", Kind(_nobody, found, around, hide, _waits_on, restore, tells=False))


def found(flood_id: int) -> Target | None:
    """The flood by the first of what it swept; None if all of it is gone for good."""
    flood = Flood.objects.filter(pk=flood_id).first()
    things = _of(flood) if flood else []
    if flood is None or not things:
        return None
    places = {thing.place for thing in things}
    first = things[0]
    return Target(
        flood.name(), first.author, places.pop() if len(places) == 1 else "", first.path, first.words,
        stands=any(thing.stands for thing in things),
    )  # fmt: skip


def around(flood_id: int) -> list[Line]:
    """All of it, wherever it was said."""
    flood = Flood.objects.get(pk=flood_id)
    return [line for thing in _of(flood) for line in targets.around(thing.object) if line.is_it]


def needed(things: Collection[str]) -> set[str]:
    """Those of these things that were swept up, and about which somebody has to decide, or may be asked to again."""
    floods = [int(name.removeprefix("flood:")) for name in evidence.undecided("flood")]
    swept = Flood.objects.filter(pk__in=floods).values_list("things", flat=True)
    return {thing for together in swept for thing in together}.intersection(things)


def hide(by: Moderator, flood_id: int, reason: str, rule: str = "") -> None:
    """What is shown of it, after it was let stand."""
    for thing in Flood.objects.get(pk=flood_id).things:
        targets.hide(by, thing, reason, rule)


def restore(by: Moderator, flood_id: int) -> None:
    """Show all of it again; what its authors took back stays with them."""
    for thing in Flood.objects.get(pk=flood_id).things:
        targets.restore(by, thing)


def _of(flood: Flood) -> list[Target]:
    return [target for thing in flood.things if (target := targets.found(thing))]


def _nobody(user: User, flood_id: int) -> tuple[Target, Member]:
    """A rule of the community finds floods; what stands of them is reported by itself."""
    raise NotFound("thing")


def _waits_on(by: Moderator, flood_id: int) -> None:
    """A decision was undone: all of it waits out of sight, as before."""
