import json
from argparse import FileType
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.members.models import Community
from community.moderation import chain
from community.moderation.chain import Head


class Command(BaseCommand):
    help = (
        "Prove that nothing in the audit was changed, taken out or put in: a line of JSON a community, with the head "
        "of its chain, and of how many entries words were removed for who wrote them. Keep these lines elsewhere, and "
        "give them back with --known."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--community", metavar="SLUG", help="only this one")
        parser.add_argument("--known", type=FileType(), metavar="FILE", help="lines that this command printed before")

    def handle(self, **options: Any) -> None:
        """Print a line a community; end with an error where a chain is broken."""
        known = _heads(options["known"]) if options["known"] else {}
        communities = Community.objects.order_by("slug")
        if options["community"]:
            communities = communities.filter(slug=options["community"])
        broken = [community.slug for community in communities if not self._holds(community, known)]
        lost = sorted(known.keys() - {community.slug for community in communities}) if not options["community"] else []
        if broken or lost:
            raise CommandError(f"The audit is broken: {', '.join(broken + lost)}")

    def _holds(self, community: Community, known: dict[str, Head]) -> bool:
        proof = chain.prove(community, known.get(community.slug))
        told = {"community": community.slug, "entries": proof.head.entries, "head": proof.head.seal}
        if proof.removed:
            told["removed"] = proof.removed
        if proof.faults:
            told |= {"broken": len(proof.faults), "faults": [f"{what} {at}" for what, at in proof.faults[: chain.MOST]]}
        self.stdout.write(json.dumps(told))
        return not proof.faults


def _heads(lines: TextIO) -> dict[str, Head]:
    try:
        told = [json.loads(line) for line in lines if line.strip()]
        return {one["community"]: Head(one["entries"], one["head"]) for one in told}
    except (ValueError, KeyError, TypeError):
        raise CommandError("These are not lines that verify_audit printed.") from None
