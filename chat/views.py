from django.http import HttpResponse

from chat import album, history, listing, messages, posting, reactions, readers, rooms, seats, shapes
from community.errors import InvalidInput, NotFound
from community.files.models import File
from community.http import Endpoint, moment, whole_number
from community.members import people
from community.members.communities import member_of
from community.members.models import Member
from community.members.shapes import MemberRef, MemberShape
from community.moderation import hiding
from community.moderation.audit import Moderator
from community.moderation.shapes import Citing
from community.realtime import changes
from community.shapes import page


class RoomsView(Endpoint):
    def get(self, request, slug):
        return HttpResponse(listing.rooms(member_of(request.user, slug)), content_type="application/json")

    def post(self, request, slug):
        wanted = shapes.NewRoom.parse(request.data)
        me = member_of(request.user, slug)
        return listing.one(rooms.create(me, wanted.kind, wanted.name, wanted.topic, client_id=wanted.client_id), me)


class DirectsView(Endpoint):
    def post(self, request, slug):
        wanted = shapes.WithMember.parse(request.data)
        me = member_of(request.user, slug)
        other, _ = people.seen_by(request.user, wanted.member)
        return listing.one(rooms.direct(me, other), me)


class RoomView(Endpoint):
    def get(self, request, pk):
        return listing.one(*rooms.seen_by(request.user, pk))

    def patch(self, request, pk):
        wanted = shapes.EditRoom.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return listing.one(rooms.edit(me, room, wanted.changes()), me)


class JoinRoomView(Endpoint):
    def post(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        rooms.join(me, room)
        return listing.one(room, me)


class LeaveRoomView(Endpoint):
    def post(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        rooms.leave(me, room)


class RoomMembersView(Endpoint):
    PAGE = 100

    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        rows = Member.objects.filter(seats__room=room).select_related("user", "silence").order_by("pk")
        rows = rows.filter(pk__gt=whole_number(request, "after") or 0)
        found = list(rows[: self.PAGE + 1])
        more = str(found[self.PAGE - 1].pk) if len(found) > self.PAGE else None
        return page([MemberShape.of(row, me) for row in found[: self.PAGE]], more)

    def post(self, request, pk):
        wanted = shapes.WithMember.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        guest, _ = people.seen_by(request.user, wanted.member)
        rooms.invite(me, room, guest)
        return MemberShape.of(guest, me)


class RoomMemberView(Endpoint):
    def delete(self, request, pk, member):
        room, me = rooms.seen_by(request.user, pk)
        rooms.remove(me, room, people.seen_by(request.user, member)[0])


class LevelView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.SetLevel.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return seats.set_level(me, room, wanted.level)


class ReadView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.ReadRoom.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return seats.read(me, room, wanted.seq)


class ReadersView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        found = readers.of(me, room)
        told = [shapes.Reading(member=MemberRef.of(seat.member), read_seq=seat.read_seq) for seat in found]
        return page(told, None)


class MessagesView(Endpoint):
    def get(self, request, pk):
        room, _ = rooms.seen_by(request.user, pk)
        window = {name: whole_number(request, name) for name in ("before", "after", "around")}
        if date := moment(request, "date"):
            window["around"] = history.place_at(room, date)
        limit = whole_number(request, "limit", most=history.MOST) or history.PAGE
        return history.page(room, **window, limit=limit)

    def post(self, request, pk):
        wanted = shapes.PostMessage.parse(request.data)
        try:
            room, me = rooms.seen_by(request.user, pk)
        except NotFound:
            return posting.said_before(request.user, pk, wanted.client_id)
        return messages.post(
            me, room, wanted.body, client_id=wanted.client_id, reply_to=wanted.reply_to, files=wanted.files
        )


class ChangesView(Endpoint):
    def get(self, request, pk):
        room, _ = rooms.seen_by(request.user, pk)
        limit = whole_number(request, "limit", most=history.MOST) or history.MOST
        changes.count(request.query_params.get("why"))
        return history.changes(room, whole_number(request, "since") or 0, limit)


class PinsView(Endpoint):
    def get(self, request, pk):
        room, _ = rooms.seen_by(request.user, pk)
        rows = room.messages.filter(pin__isnull=False).order_by("-pin__pk")[: messages.PINS]
        return page(history.shapes(rows), None)


class RoomFilesView(Endpoint):
    def get(self, request, pk):
        room, _ = rooms.seen_by(request.user, pk)
        kind = request.query_params.get("kind", "image")
        if kind not in File.Kind.values:
            raise InvalidInput("input.invalid", "There are no such files.", fields={"kind": "unknown"})
        return page(*album.page(room, kind, whole_number(request, "after")))


class MessageView(Endpoint):
    """A message, and the thread in which it stands if it was promoted: old links go on working."""

    def get(self, request, pk):
        message, _ = messages.seen_by(request.user, pk)
        thread = message.fold.card.get("thread") if message.fold else None
        return shapes.Whereabouts(message=messages.found(message.pk), thread=thread)

    def patch(self, request, pk):
        wanted = shapes.EditMessage.parse(request.data)
        message, me = messages.seen_by(request.user, pk)
        return messages.edit(me, message, wanted.body)

    def delete(self, request, pk):
        message, me = messages.seen_by(request.user, pk)
        return messages.delete(me, message)


class RecallView(Endpoint):
    def post(self, request, pk):
        message, me = messages.seen_by(request.user, pk)
        return messages.recall(me, message)


class PreviewView(Endpoint):
    def delete(self, request, pk):
        message, me = messages.seen_by(request.user, pk)
        return messages.drop_preview(me, message)


class ReactionView(Endpoint):
    def put(self, request, pk, emoji):
        message, me = messages.seen_by(request.user, pk)
        return reactions.add(me, message, emoji)

    def delete(self, request, pk, emoji):
        message, me = messages.seen_by(request.user, pk)
        return reactions.take_back(me, message, emoji)


class PinView(Endpoint):
    def put(self, request, pk):
        message, me = messages.seen_by(request.user, pk)
        return messages.pin(me, message)

    def delete(self, request, pk):
        message, me = messages.seen_by(request.user, pk)
        return messages.unpin(me, message)


class HiddenView(Endpoint):
    def put(self, request, pk):
        wanted = Citing.parse(request.data)
        message, me = messages.seen_by(request.user, pk)
        hiding.hide(Moderator(member=me), f"message:{message.pk}", wanted.article, wanted.reason)
        return messages.found(message.pk)

    def delete(self, request, pk):
        message, me = messages.seen_by(request.user, pk)
        return messages.restore(Moderator(member=me), message)
