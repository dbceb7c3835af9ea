from board import act_shapes as shapes
from board import categories, merging, moving, splitting, threads
from community.http import Endpoint
from community.shapes import page


class ThreadCategoryView(Endpoint):
    def put(self, request, pk):
        wanted = shapes.MoveThread.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return moving.move(me, thread, categories.seen(me, wanted.category))


class MergeThreadView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.MergeThread.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return merging.merge(me, thread, threads.seen(me, wanted.into))


class SplitThreadView(Endpoint):
    def post(self, request, pk):
        wanted = shapes.SplitThread.parse(request.data)
        thread, me = threads.seen_by(request.user, pk)
        return splitting.split(me, thread, wanted.posts, wanted.title, client_id=wanted.client_id)


class ThreadActsView(Endpoint):
    def get(self, request, pk):
        thread, me = threads.seen_by(request.user, pk)
        return page(shapes.shaped(thread, me), None)
