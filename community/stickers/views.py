from community.http import Endpoint
from community.members.communities import member_of
from community.shapes import page
from community.stickers import sets
from community.stickers.shapes import NewSticker


class StickersView(Endpoint):
    def get(self, request, slug):
        return page(sets.listed(member_of(request.user, slug)), None)

    def post(self, request, slug):
        wanted = NewSticker.parse(request.data)
        me = member_of(request.user, slug)
        return sets.add(me, wanted.file, wanted.name, wanted.keywords)


class StickerView(Endpoint):
    def delete(self, request, pk):
        sticker, me = sets.seen_by(request.user, pk)
        sets.remove(me, sticker)
