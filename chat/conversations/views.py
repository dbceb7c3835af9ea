from chat import listing as room_listing
from chat import rooms
from chat.conversations import elsewhere, listing, suggestions
from chat.conversations.shapes import CarryOn
from community.http import Endpoint, whole_number
from community.shapes import page


class ConversationsView(Endpoint):
    def get(self, request, pk):
        room, _ = rooms.seen_by(request.user, pk)
        return page(*listing.page(room, whole_number(request, "after")))


class LinksView(Endpoint):
    def get(self, request, pk):
        room, _ = rooms.seen_by(request.user, pk)
        return listing.links(room, whole_number(request, "from") or 1, whole_number(request, "to") or room.seq)


class ConversationView(Endpoint):
    def get(self, request, pk):
        conversation, _ = listing.seen_by(request.user, pk)
        return listing.shaped([conversation])[0]


class ConversationMessagesView(Endpoint):
    def get(self, request, pk):
        conversation, _ = listing.seen_by(request.user, pk)
        return page(*listing.messages(conversation, whole_number(request, "after") or 0))


class CarryOnView(Endpoint):
    def post(self, request, pk):
        wanted = CarryOn.parse(request.data)
        conversation, me = listing.seen_by(request.user, pk)
        place = elsewhere.carry_on(me, conversation, wanted.client_id, room_id=wanted.room, name=wanted.name)
        return room_listing.one(place, me)


class SuggestionsView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        return page(listing.suggested(suggestions.waiting(me, room)), None)


class SuggestionView(Endpoint):
    def delete(self, request, pk):
        suggestion, me = suggestions.seen_by(request.user, pk)
        suggestions.dismiss(me, suggestion)
