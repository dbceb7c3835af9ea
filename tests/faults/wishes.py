"""What people want of the site, and what they were told became of it."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

if TYPE_CHECKING:
    from tests.faults.client import Client

TWICE = 0.02  # of the posts over the socket, how many are sent a second time at once
BY_HTTP = 0.1  # of all posts


@dataclass
class Wish:
    """Tried until it is acknowledged, or refused with a code that is not "not yet"."""

    written: float = field(default_factory=time.monotonic, kw_only=True)
    sent: float | None = field(default=None, kw_only=True)  # when it was first sent
    settled: float | None = field(default=None, kw_only=True)
    refusal: str | None = field(default=None, kw_only=True)

    async def send(self, client: "Client") -> None:
        raise NotImplementedError

    @property
    def is_granted(self) -> bool:
        return self.settled is not None and self.refusal is None


@dataclass
class Draft(Wish):
    """Something that somebody wants to say."""

    room: int
    body: str
    client_id: str = field(default_factory=lambda: str(uuid4()))
    answers: set[int] = field(default_factory=set)  # ids of messages; more than one would be a lie

    async def send(self, client: "Client") -> None:
        """By the socket, or now and then by HTTP; a repeat may take another door than the first try."""
        self.answers.add((await self._said(client))["id"])

    async def _said(self, client: "Client") -> dict[str, Any]:
        fields = {"client_id": self.client_id, "body": self.body}
        if client.chance.random() < BY_HTTP or not client.is_connected:
            return await client.ask("POST", f"rooms/{self.room}/messages/", fields)
        fields |= {"room": self.room}
        if client.chance.random() < TWICE:
            client.counts["frames doubled"] += 1
            await client.tell("post", **fields)
        return (await client.do("post", **fields))["message"]


@dataclass
class Act(Wish):
    """Something that somebody wants to do to a message that stands."""

    message: int
    words: str = ""

    @property
    def field(self) -> str:
        """What of the message it is about: of two acts about the same the later one counts."""
        return type(self).__name__


@dataclass
class Edit(Act):
    async def send(self, client: "Client") -> None:
        await client.ask("PATCH", f"messages/{self.message}/", {"body": self.words})


@dataclass
class Recall(Act):
    async def send(self, client: "Client") -> None:
        await client.ask("POST", f"messages/{self.message}/recall/")


@dataclass
class React(Act):
    """A sign is set, or taken back."""

    stays: bool = True

    @property
    def field(self) -> str:
        return self.words

    async def send(self, client: "Client") -> None:
        method = "PUT" if self.stays else "DELETE"
        await client.ask(method, f"messages/{self.message}/reactions/{quote(self.words)}/")
