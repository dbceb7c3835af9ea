"""What PostgreSQL can store is stored, whether or not Redis is there."""

from uuid import uuid4

import httpx

from chat.models import Message
from tests import live
from tests.wire import cookies


def test_people_post_and_read_while_redis_is_away(transactional_db, ada, ben, square):
    name, _, session = cookies(ada).partition("=")
    nowhere = f"redis://127.0.0.1:{live.free_port()}"
    with (
        live.site(REDIS_URL=nowhere) as site,
        httpx.Client(base_url=site.http, cookies={name: session}, timeout=30) as browser,
    ):
        browser.get("/")
        headers = {"X-CSRFToken": browser.cookies["csrftoken"], "Origin": site.http}
        said = {"client_id": str(uuid4()), "body": "Is anybody there, @Ben?"}
        answer = browser.post(f"/api/v1/rooms/{square.pk}/messages/", json=said, headers=headers)
        assert answer.status_code == 200, answer.text[:300]
        page = browser.get(f"/api/v1/rooms/{square.pk}/messages/").json()
    assert [message["body"] for message in page["messages"]] == [said["body"]]
    assert Message.objects.get().mentions.get().member == ben
