"""Somebody who brings a file along as a tus client does: a part at a time, from where it ended, until all is there."""

import asyncio
from base64 import b64encode
from dataclasses import dataclass

import httpx

from tests.faults.answers import BROKEN
from tests.faults.client import Client

PART = 256 * 1024  # bytes of one request
SLUG = "faults"
AGAIN = 0.3  # seconds between two tries
NOT_YET = {"files.no_space", "server.away", "rate.limited"}
NAME = b64encode(b"notes.bin").decode()


@dataclass
class Upload:
    """A file on its way.

    Attributes:
        offset: bytes that the server has said it has.
        refused: tries for which there was no room.
        untrue: how often the server had less than it had said.
    """

    client: Client
    content: bytes
    path: str = ""
    offset: int = 0
    refused: int = 0
    untrue: int = 0

    async def run(self) -> bool:
        """Go on until the server has it all; whether it then hands out what was sent. Nothing of it stays there."""
        while not (file := await self._next()):
            pass
        answer = await self.client.request("GET", f"files/{file}/")
        await self.client.request("DELETE", self.path)
        return answer.content == self.content

    async def _next(self) -> int | None:
        """One step on the way; the id of the file once it is whole."""
        try:
            if not self.path:
                await self._begin()
            elif self.offset < len(self.content):
                await self._bring()
            else:
                return await self._whole()
        except BROKEN:
            await asyncio.sleep(AGAIN)
            await self._ask_where()
        return None

    async def _begin(self) -> None:
        told = {"Upload-Length": str(len(self.content)), "Upload-Metadata": f"name {NAME}"}
        answer = await self.client.request("POST", f"communities/{SLUG}/uploads/", told)
        if await self._is_taken(answer):
            self.path = answer.headers["Location"].partition("/api/v1/")[2]

    async def _bring(self) -> None:
        part = self.content[self.offset : self.offset + PART]
        how = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(self.offset)}
        answer = await self.client.request("PATCH", self.path, how, content=part)
        if await self._is_taken(answer):
            self.offset = int(answer.headers["Upload-Offset"])
        else:
            await self._ask_where()  # the last part may have been kept, and no room left to make the file whole

    async def _whole(self) -> int | None:
        answer = await self.client.request("GET", self.path)
        return answer.json()["id"] if await self._is_taken(answer) else None

    async def _is_taken(self, answer: httpx.Response) -> bool:
        if answer.is_success:
            return True
        code = answer.json()["code"]
        assert code in NOT_YET, f"An upload was refused: {code}"
        self.refused += code == "files.no_space"
        await asyncio.sleep(AGAIN)
        return False

    async def _ask_where(self) -> None:
        if not self.path:
            return
        answer = await self.client.request("HEAD", self.path)
        if answer.is_success:
            has = int(answer.headers["Upload-Offset"])
            self.untrue += has < self.offset
            self.offset = has
