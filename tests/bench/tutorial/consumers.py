from channels.generic.websocket import AsyncJsonWebsocketConsumer

from tests.bench.tutorial.models import Message


class ChatConsumer(AsyncJsonWebsocketConsumer):
    async def connect(self):
        self.room = self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_add(f"chat_{self.room}", self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(f"chat_{self.room}", self.channel_name)

    async def receive_json(self, content):
        message = await Message.objects.acreate(room=self.room, body=content["body"])
        await self.channel_layer.group_send(
            f"chat_{self.room}", {"type": "chat.message", "id": message.pk, "body": message.body}
        )

    async def chat_message(self, event):
        await self.send_json({"id": event["id"], "body": event["body"]})
