"""What the layers above ask of everything that is about to be said, at once of whatever came together."""

from collections.abc import Callable, Sequence

from django.conf import settings

from community import access
from community.errors import Forbidden, Refusal
from community.jobs.queue import queue_now
from community.members.models import Member
from community.trust import floods, newcomers, raids, spam, tasks
from community.trust.models import Raid
from community.trust.said import RAID, SPAM, Said, Wait
from community.trust.tally import Tally

FLOODS = 3  # within an hour, after which somebody is silenced for a while
_stopped = Tally("stopped-newcomers", 600)

Verdict = Refusal | Wait | None


def judged(said: Sequence[Said]) -> list[Verdict]:
    """Of each post: the error, that a moderator reads it first, or None where nothing stands against it. It counts."""
    pressed = [raids.concerning(one.author) for one in said]
    fast = floods.too_fast(said)
    _note_floods([one for one, refusal in zip(said, fast, strict=True) if refusal])
    refusals = _next(said, fast, floods.repeated)
    _note_repeats(
        [one for one, refusal in zip(said, refusals, strict=True) if refusal and refusal.code == "post.repeated"]
    )
    refusals = _next(said, refusals, lambda rest: newcomers.too_much(rest, pressed=_of(pressed, said, rest)))
    verdicts: list[Verdict] = [
        refusal or wait for refusal, wait in zip(refusals, _waits(said, refusals, pressed), strict=True)
    ]
    _note_stopped([one for one, verdict in zip(said, verdicts, strict=True) if verdict])
    return verdicts


def judge(said: Said) -> Wait | None:
    """The same for one alone; raises the error."""
    (verdict,) = judged([said])
    if isinstance(verdict, Refusal):
        raise verdict
    return verdict


def require_fair_edit(author: Member, before: str, after: str) -> None:
    """Raise `newcomer.edit` where a newcomer's edit brings in what would be stopped as a post: it cannot wait."""
    if raids.concerning(author) or (newcomers.binds(author) and _adds(before, after)):
        raise Forbidden("newcomer.edit", "You are new here: say this in a post of its own.")


def _adds(before: str, after: str) -> bool:
    """Whether a text has more links than before, or looks like spam now."""
    return newcomers.links(after) > newcomers.links(before) or bool(spam.reasons(after) and not spam.reasons(before))


def _next(
    said: Sequence[Said], refusals: Sequence[Refusal | None], ask: Callable[[Sequence[Said]], Sequence[Refusal | None]]
) -> list[Refusal | None]:
    """Ask of those that nothing stands against so far."""
    rest = [one for one, refusal in zip(said, refusals, strict=True) if not refusal]
    answers = iter(ask(rest)) if rest else iter(())
    return [refusal or next(answers) for refusal in refusals]


def _of(pressed: Sequence[Raid | None], said: Sequence[Said], rest: Sequence[Said]) -> list[bool]:
    wanted = {id(one) for one in rest}
    return [raid is not None for one, raid in zip(said, pressed, strict=True) if id(one) in wanted]


def _waits(
    said: Sequence[Said], refusals: Sequence[Refusal | None], pressed: Sequence[Raid | None]
) -> list[Wait | None]:
    alike = floods.alike(said)
    for one in (one for one, same in zip(said, alike, strict=True) if same):
        queue_now(tasks.sweep, one.author.community_id, floods.mark(one))
    return [
        None if refusal or one.alone else _wait(one, raid) or same
        for one, refusal, raid, same in zip(said, refusals, pressed, alike, strict=True)
    ]


def _wait(said: Said, raid: Raid | None) -> Wait | None:
    if raid:
        return Wait(RAID)
    if newcomers.binds(said.author) and (reasons := spam.reasons(said.body)):
        return Wait(SPAM, ", ".join(reasons))
    return None


def _note_floods(said: Sequence[Said]) -> None:
    for one in said:
        if not access.can(one.author, "room.edit") and floods.floods_of(one.author.pk) >= FLOODS:
            queue_now(tasks.hush, one.author.pk)


def _note_repeats(said: Sequence[Said]) -> None:
    """What a newcomer said again and again is swept up, wherever it stands."""
    for one in said:
        if newcomers.binds(one.author) and not one.alone and (mark := floods.mark(one)):
            queue_now(tasks.sweep, one.author.community_id, mark, one.author.pk)


def _note_stopped(said: Sequence[Said]) -> None:
    """Many posts of newcomers that do not get through are a raid."""
    places = [str(one.author.community_id) for one in said if newcomers.binds(one.author)]
    for place, count in zip(places, _stopped.add(places) if places else [], strict=True):
        if count == settings.OXBOW["RAID_POSTS"]:
            queue_now(tasks.look_for_raid, int(place), Raid.Cause.POSTS)


def forget() -> None:
    """Count from nothing."""
    _stopped.forget()
    floods.forget()
    raids.forget()
