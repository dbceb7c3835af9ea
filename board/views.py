from board import (
    capsule_drafts,
    capsules,
    categories,
    listing,
    pages,
    posts,
    promotions,
    proposing,
    reactions,
    seats,
    shapes,
    steering,
    tags,
    threads,
)
from board import capsule_shapes as essence
from board import promotion_shapes as bridge
from chat import messages, rooms
from chat.conversations import listing as conversations
from community.http import Endpoint, whole_number
from community.members.communities import member_of
from community.moderation import hiding
from community.moderation.audit import Moderator
from community.moderation.shapes import Citing
from community.realtime import changes
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
            sort=asked.get("sort") or "active", category=whole_number(request, "category"), tag=asked.get("tag", ""),
            kind=asked.get("kind", ""), status=asked.get("status", ""),
        )  # fmt: skip
        return page(*listing.page(member_of(request.user, slug), wanted, asked.get("after", "")))

    def post(self, request, slug):
        wanted = shapes.NewThread.parse(request.data)
        me = member_of(request.user, slug)
        category = categories.seen(me, wanted.category)
        return threads.start(
            me, category, wanted.title, wanted.body, wanted.tags, client_id=wanted.client_id, files=wanted.files,
            kind=wanted.kind,
        )  # fmt: skip


class ThreadView(Endpoint):
    def get(self, request, pk):
        return listing.one(*threads.seen_by(request.user, pk))

    def patch(self, request, pk):
        wanted = shapes.EditThread.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return threads.edit(me, thread, wanted.title, wanted.tags)

    def delete(self, request, pk):
        wanted = Citing.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        hiding.hide(Moderator(member=me), f"thread:{thread.pk}", wanted.article, wanted.reason)


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
        return posts.reply(
            me, thread, wanted.body, client_id=wanted.client_id, parent=wanted.parent, files=wanted.files
        )


class ThreadChangesView(Endpoint):
    def get(self, request, pk):
        thread, _ = threads.seen_by(request.user, pk)
        limit = whole_number(request, "limit", most=pages.MOST) or pages.MOST
        changes.count(request.query_params.get("why"))
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
        wanted = Citing.parse(request.data)
        post, me = posts.seen_by(request.user, pk)
        hiding.hide(Moderator(member=me), f"post:{post.pk}", wanted.article, wanted.reason)
        return posts.found(post.pk)

    def delete(self, request, pk):
        post, me = posts.seen_by(request.user, pk)
        return posts.restore(Moderator(member=me), post)


class PromotionsView(Endpoint):
    def post(self, request, pk):
        wanted = bridge.NewPromotion.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        category = categories.seen(me, wanted.category)
        return promotions.propose(
            me, room, wanted.messages, wanted.title, category, tags=wanted.tags, ask=wanted.ask, anchor=wanted.anchor
        )


class ProposalView(Endpoint):
    def get(self, request, pk):
        message, me = messages.seen_by(request.user, pk)
        return proposing.offered(me, message)


class PromoteConversationsView(Endpoint):
    def post(self, request, pk):
        wanted = bridge.PromoteConversations.parse(request.data)
        room, me = rooms.seen_by(request.user, pk)
        return steering.promote(me, room, wanted.conversations, categories.seen(me, wanted.category))


class SteerView(Endpoint):
    def post(self, request, pk):
        wanted = bridge.Steer.parse(request.data)
        conversation, me = conversations.seen_by(request.user, pk)
        return steering.steer(me, conversation, categories.seen(me, wanted.category))


class PromotionView(Endpoint):
    def get(self, request, pk):
        return bridge.PromotionShape.of(promotions.seen_by(request.user, pk)[0])


class ConsentView(Endpoint):
    def post(self, request, pk):
        wanted = bridge.Answer.parse(request.data)
        promotion, me = promotions.seen_by(request.user, pk)
        return promotions.answer(me, promotion, wanted.agree)


class UndoView(Endpoint):
    def post(self, request, pk):
        promotion, me = promotions.seen_by(request.user, pk)
        return promotions.undo(me, promotion)


class AbsorbView(Endpoint):
    def post(self, request, pk):
        wanted = bridge.LateReplies.parse(request.data)
        promotion, me = promotions.seen_by(request.user, pk)
        return promotions.absorb(me, promotion, wanted.messages)


class ConversationCapsuleView(Endpoint):
    def post(self, request, pk):
        conversation, me = conversations.seen_by(request.user, pk)
        return capsule_drafts.of_conversation(me, conversation)


class ThreadCapsuleView(Endpoint):
    def post(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        return capsule_drafts.of_thread(me, thread)


class CapsulesView(Endpoint):
    def get(self, request, slug):
        return page(*capsules.page(member_of(request.user, slug), whole_number(request, "after")))

    def post(self, request, slug):
        wanted = essence.NewCapsule.parse(request.data)
        me = member_of(request.user, slug)
        home = capsules.home(request.user, me, wanted.conversation, wanted.thread)
        return capsules.keep(me, home, wanted.title, wanted.parts)


class CapsuleSettingsView(Endpoint):
    def get(self, request, slug):
        return capsules.settings_of(member_of(request.user, slug))

    def patch(self, request, slug):
        wanted = essence.EditCapsuleSettings.parse(request.data)
        return capsules.set_up(member_of(request.user, slug), wanted.model)


class CapsuleView(Endpoint):
    def get(self, request, pk):
        capsule, me = capsules.seen_by(request.user, pk)
        return capsules.shaped([capsule], me)[0]

    def patch(self, request, pk):
        wanted = essence.EditCapsule.parse(request.data)
        capsule, me = capsules.seen_by(request.user, pk)
        return capsules.edit(me, capsule, wanted.title, wanted.parts)

    def delete(self, request, pk):
        capsule, me = capsules.seen_by(request.user, pk)
        capsules.remove(me, capsule)


class ShareCapsuleView(Endpoint):
    def post(self, request, pk):
        wanted = essence.ShareCapsule.parse(request.data)
        capsule, me = capsules.seen_by(request.user, pk)
        room, _ = rooms.seen_by(request.user, wanted.room)
        return capsules.share(me, capsule, room, wanted.client_id)
