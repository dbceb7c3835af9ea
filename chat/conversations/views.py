from chat import rooms
from chat.conversations import listing, suggestions
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


class SuggestionsView(Endpoint):
    def get(self, request, pk):
        room, me = rooms.seen_by(request.user, pk)
        return page(listing.suggested(suggestions.waiting(me, room)), None)


class SuggestionView(Endpoint):
    def delete(self, request, pk):
        suggestion, me = suggestions.seen_by(request.user, pk)
        suggestions.dismiss(me, suggestion)
