"""Taking what somebody wrote out of sight, by an article or for a reason that its author reads."""

from django.db import transaction

from community.clock import now
from community.errors import InvalidInput
from community.moderation import citing, targets
from community.moderation.audit import Moderator
from community.moderation.targets import Target
from community.notifications import notices


@transaction.atomic
def hide(by: Moderator, thing: str, article: str, reason: str) -> None:
    """Take a thing such as `message:812` out of sight; nobody is asked why they take back what is theirs.

    Raises:
        InvalidInput: `message.removed`, and what `citing.cited` raises.
        Forbidden: `forbidden`, and what its kind raises.
    """
    target = targets.found(thing)
    if target is None or not target.stands:
        raise InvalidInput("message.removed", "It was removed.")
    if by.member is not None and by.member.pk == target.author.pk:
        targets.hide(by, thing, "")
        return
    by.require(targets.kind_of(thing).takes)
    citation = citing.cited(target.author.community, article, reason)
    targets.hide(by, thing, citation.reason, citation.rule)
    tell(by, target, citation.rule, citation.reason)


def tell(by: Moderator, target: Target, rule: str, reason: str, part: str = "") -> None:
    """Tell its author by which article, and why, unless its kind does that in its own way."""
    if targets.kind_of(target.object).tells and target.author.is_present():
        key = f"hidden:{target.object}:{now().isoformat()}"
        data: dict[str, object] = {"object": target.object, "rule": rule}
        if part:
            data["goes"] = part
        notices.tell(target.author, "words_hidden", actor=by.member, key=key, excerpt=reason, data=data)
