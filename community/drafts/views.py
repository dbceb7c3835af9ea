from community.drafts import drafts
from community.drafts.shapes import DraftShape, DropDraft, SaveDraft
from community.http import Endpoint
from community.members.communities import member_of
from community.shapes import page


class DraftsView(Endpoint):
    def get(self, request, slug):
        rows = member_of(request.user, slug).drafts.order_by("-updated_at")[: drafts.MOST]
        return page([DraftShape.of(row) for row in rows], None)


class DraftView(Endpoint):
    def put(self, request, slug, place):
        wanted = SaveDraft.parse(request.data)
        return DraftShape.of(drafts.save(member_of(request.user, slug), place, wanted))

    def delete(self, request, slug, place):
        wanted = DropDraft.parse(request.data)
        drafts.drop(member_of(request.user, slug), place, wanted.base)
