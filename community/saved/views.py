from community.http import Endpoint, whole_number
from community.members.communities import member_of
from community.saved import listing, reminders, saving
from community.saved.shapes import Remind, SavedKeys
from community.shapes import page


class SavedView(Endpoint):
    def get(self, request, slug):
        return page(*listing.page(member_of(request.user, slug), whole_number(request, "after")))


class SavedKeysView(Endpoint):
    def get(self, request, slug):
        return SavedKeys(keys=listing.keys(member_of(request.user, slug)))


class SavedThingView(Endpoint):
    def put(self, request, slug, kind, pk):
        saving.save(member_of(request.user, slug), kind, pk)

    def delete(self, request, slug, kind, pk):
        saving.let_go(member_of(request.user, slug), kind, pk)


class ReminderView(Endpoint):
    def put(self, request, slug, kind, pk):
        wanted = Remind.parse(request.data)
        reminders.want(member_of(request.user, slug), kind, pk, wanted.at)

    def delete(self, request, slug, kind, pk):
        reminders.call_off(member_of(request.user, slug), kind, pk)
