from board import categories, listing, pages, posts, promotions, reactions, seats, shapes, tags, threads
from chat import rooms
from community.http import Endpoint, whole_number
from community.members.communities import member_of
from community.moderation.audit import Moderator
from community.moderation.shapes import Reason
from community.shapes import page


class CategoriesView(Endpoint):
    def get(self, request, slug):
        return page(categories.listed(member_of(request.user, slug)), None)

    def post(self, request, slug):
        wanted = shapes.NewCategory.parse(request.data)
        return categories.create(member_of(request.user, slug), **wanted.model_dump())


class CategoryView(Endpoint):
    def patch(self, request, pk):
        wanted = shapes.EditCategory.parse(request.data)
        category, me = categories.seen_by(request.user, pk)
        return categories.edit(me, category, wanted.model_dump(exclude_none=True))


class TagsView(Endpoint):
    def get(self, request, slug):
        return page(tags.used(member_of(request.user, slug)), None)


class ThreadsView(Endpoint):
    def get(self, request, slug):
        asked = request.query_params
        wanted = listing.Filter(
            sort=asked.get("sort") or "active", category=whole_number(request, "category"), tag=asked.get("tag", "")
        )
        return page(*listing.page(member_of(request.user, slug), wanted, asked.get("after", "")))

    def post(self, request, slug):
        wanted = shapes.NewThread.parse(request.data)
        me = member_of(request.user, slug)
        category = categories.seen(me, wanted.category)
        return threads.start(me, category, wanted.title, wanted.body, wanted.tags, client_id=wanted.client_id)


class ThreadView(Endpoint):
    def get(self, request, pk):
        return listing.one(*threads.seen_by(request.user, pk))

    def patch(self, request, pk):
        wanted = shapes.EditThread.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return threads.edit(me, thread, wanted.title, wanted.tags)

    def delete(self, request, pk):
        wanted = Reason.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        threads.remove(Moderator(member=me), thread, wanted.reason)


class RestoreThreadView(Endpoint):
    def post(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        threads.restore(Moderator(member=me), thread)
        return listing.one(thread, me)


class LockView(Endpoint):
    def put(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        threads.lock(Moderator(member=me), thread)
        return listing.one(thread, me)

    def delete(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        threads.unlock(Moderator(member=me), thread)
        return listing.one(thread, me)


class PinThreadView(Endpoint):
    def put(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        threads.pin(Moderator(member=me), thread)
        return listing.one(thread, me)

    def delete(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        threads.unpin(Moderator(member=me), thread)
        return listing.one(thread, me)


class ThreadLevelView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.SetThreadLevel.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return seats.set_level(me, thread, wanted.level)


class ReadThreadView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.ReadThread.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return seats.read(me, thread, wanted.seq)


class PostsView(Endpoint):
    def get(self, request, pk):
        thread, _ = threads.seen_by(request.user, pk)
        return pages.page(
            thread,
            before=request.query_params.get("before", ""),
            after=request.query_params.get("after", ""),
            around=whole_number(request, "around"),
            message=whole_number(request, "message"),
            limit=whole_number(request, "limit", most=pages.MOST) or pages.PAGE,
        )

    def post(self, request, pk):
        wanted = shapes.WritePost.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return posts.reply(me, thread, wanted.body, client_id=wanted.client_id, parent=wanted.parent)


class ThreadChangesView(Endpoint):
    def get(self, request, pk):
        thread, _ = threads.seen_by(request.user, pk)
        limit = whole_number(request, "limit", most=pages.MOST) or pages.MOST
        return pages.changes(thread, whole_number(request, "since") or 0, limit)


class PostView(Endpoint):
    def patch(self, request, pk):
        wanted = shapes.EditPost.parse(request.data)
        post, me = posts.seen_by(request.user, pk)
        return posts.edit(me, post, wanted.body)

    def delete(self, request, pk):
        post, me = posts.seen_by(request.user, pk)
        return posts.delete(me, post)


class PostReactionView(Endpoint):
    def put(self, request, pk, emoji):
        post, me = posts.seen_by(request.user, pk)
        return reactions.add(me, post, emoji)

    def delete(self, request, pk, emoji):
        post, me = posts.seen_by(request.user, pk)
        return reactions.take_back(me, post, emoji)


class HiddenPostView(Endpoint):
    def put(self, request, pk):
        wanted = Reason.parse(request.data)
        post, me = posts.seen_by(request.user, pk)
        return posts.hide(Moderator(member=me), post, wanted.reason)

    def delete(self, request, pk):
        post, me = posts.seen_by(request.user, pk)
        return posts.restore(Moderator(member=me), post)


class PromotionsView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.NewPromotion.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        category = categories.seen(me, wanted.category)
        return promotions.propose(me, room, wanted.messages, wanted.title, category, tags=wanted.tags, ask=wanted.ask)


class PromotionView(Endpoint):
    def get(self, request, pk):
        return shapes.PromotionShape.of(promotions.seen_by(request.user, pk)[0])


class ConsentView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.Answer.parse(request.data)
        promotion, me = promotions.seen_by(request.user, pk)
        return promotions.answer(me, promotion, wanted.agree)


class UndoView(Endpoint):
    def post(self, request, pk):
        promotion, me = promotions.seen_by(request.user, pk)
        return promotions.undo(me, promotion)


class AbsorbView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.LateReplies.parse(request.data)
        promotion, me = promotions.seen_by(request.user, pk)
        return promotions.absorb(me, promotion, wanted.messages)
