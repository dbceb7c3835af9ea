"""A person's browser, as far as the HTTP API goes."""

from typing import Any

from django.test import Client

from community.members.models import Member, User


class Api:
    def __init__(self, who: Member | User | None = None) -> None:
        self.client = Client()
        user = who.user if isinstance(who, Member) else who
        if user:
            self.client.force_login(user)

    def request(self, method: str, path: str, data: object = None) -> Any:
        return self.client.generic(
            method, f"/api/v1/{path}", *([_json(data)] if data is not None else []), content_type="application/json"
        )

    def get(self, path: str) -> Any:
        return self.ok("GET", path)

    def post(self, path: str, data: object = None) -> Any:
        return self.ok("POST", path, data or {})

    def put(self, path: str, data: object = None) -> Any:
        return self.ok("PUT", path, data or {})

    def patch(self, path: str, data: object) -> Any:
        return self.ok("PATCH", path, data)

    def delete(self, path: str) -> Any:
        return self.ok("DELETE", path)

    def ok(self, method: str, path: str, data: object = None) -> Any:
        response = self.request(method, path, data)
        assert response.status_code == 200, (response.status_code, response.content[:500])
        return response.json()

    def refused(self, method: str, path: str, data: object = None) -> str:
        """The code of the refusal; fails when it was not refused."""
        response = self.request(method, path, data)
        assert response.status_code >= 400, response.content[:500]
        return response.json()["code"]


def _json(data: object) -> str:
    import json

    return json.dumps(data)
