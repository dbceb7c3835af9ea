"""Ties are decided by an order that anybody can reckon anew and nobody can choose.

It is fixed when the vote opens, before anybody votes: SHA-256 over the vote's seed and the option; the smaller comes
first. The seed is made of the proposal and of its whole roll, which its author cannot know before.
"""

from collections.abc import Iterable
from hashlib import sha256


def seed(proposal: int, roll: Iterable[int]) -> str:
    """What a vote's order is made from: its number and the ids of all who may vote, sorted."""
    names = ",".join(str(pk) for pk in sorted(roll))
    return sha256(f"{proposal}:{names}".encode()).hexdigest()


def places(seed: str, options: Iterable[str]) -> dict[str, int]:
    """The place of each option in the order: of two that are level, the one with the smaller place goes before."""
    ordered = sorted(options, key=lambda option: (sha256(f"{seed}:{option}".encode()).hexdigest(), option))
    return {option: place for place, option in enumerate(ordered)}
