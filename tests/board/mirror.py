"""A client's picture of a thread: fetched once, then kept by events alone."""

import json
from typing import Any

from tests.api import Api


class Mirror:
    """What one person knows of a thread; `hear` is all that a client has to do with an event."""

    def __init__(self, api: Api, thread_id: int) -> None:
        self._api = api
        self._thread = thread_id
        page = self._page("")
        self.rev, self.seq = page["rev"], page["seq"]
        self.posts = {post["id"]: post for post in page["posts"]}
        while page["next"]:
            page = self._page(f"&after={page['next']}")
            self.posts |= {post["id"]: post for post in page["posts"]}
        thread = api.get(f"threads/{thread_id}/")
        self.info = {name: value for name, value in thread.items() if name not in ("mine", "can")}

    def hear(self, event: dict[str, Any]) -> None:
        if event.get("on") != "thread.changed" or event["thread"] != self._thread:
            return
        assert event["rev"] == self.rev + 1, "A number is missing, or came twice."
        self.rev, self.seq, self.info = event["rev"], event["seq"], event["info"]
        self.keep(event["posts"])
        self.drop(event["gone"])

    def catch_up(self) -> None:
        """What a client does that has missed something."""
        more = True
        while more:
            answer = self._api.get(f"threads/{self._thread}/changes/?since={self.rev}")
            self.rev, self.seq, self.info, more = answer["rev"], answer["seq"], answer["info"], answer["more"]
            self.keep(answer["posts"])
            self.drop(answer["gone"])

    def drop(self, gone: list[int]) -> None:
        for pk in gone:
            self.posts.pop(pk, None)

    def keep(self, posts: list[dict[str, Any]]) -> None:
        for post in posts:
            if post["rev"] > self.posts.get(post["id"], {"rev": 0})["rev"]:
                self.posts[post["id"]] = post

    def shown(self) -> dict[str, Any]:
        posts = sorted(self.posts.values(), key=lambda post: post["path"])
        return {"rev": self.rev, "seq": self.seq, "info": self.info, "posts": posts}

    def _page(self, more: str) -> dict[str, Any]:
        return self._api.get(f"threads/{self._thread}/posts/?limit=3{more}")


def heard(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [json.loads(frame) for message in messages if message["type"] == "hub.events" for frame in message["frames"]]
