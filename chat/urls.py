from django.urls import path

from chat import role_views, views

urlpatterns = [
    path("communities/<slug:slug>/rooms/", views.RoomsView.as_view()),
    path("communities/<slug:slug>/directs/", views.DirectsView.as_view()),
    path("rooms/<int:pk>/", views.RoomView.as_view()),
    path("rooms/<int:pk>/join/", views.JoinRoomView.as_view()),
    path("rooms/<int:pk>/leave/", views.LeaveRoomView.as_view()),
    path("rooms/<int:pk>/members/", views.RoomMembersView.as_view()),
    path("rooms/<int:pk>/members/<int:member>/", views.RoomMemberView.as_view()),
    path("rooms/<int:pk>/callable/", role_views.RoomRolesView.as_view()),
    path("communities/<slug:slug>/callable/", role_views.CommunityRolesView.as_view()),
    path("rooms/<int:pk>/level/", views.LevelView.as_view()),
    path("rooms/<int:pk>/read/", views.ReadView.as_view()),
    path("rooms/<int:pk>/readers/", views.ReadersView.as_view()),
    path("rooms/<int:pk>/messages/", views.MessagesView.as_view()),
    path("rooms/<int:pk>/changes/", views.ChangesView.as_view()),
    path("rooms/<int:pk>/pins/", views.PinsView.as_view()),
    path("rooms/<int:pk>/files/", views.RoomFilesView.as_view()),
    path("messages/<int:pk>/", views.MessageView.as_view()),
    path("messages/<int:pk>/preview/", views.PreviewView.as_view()),
    path("messages/<int:pk>/recall/", views.RecallView.as_view()),
    path("messages/<int:pk>/reactions/<str:emoji>/", views.ReactionView.as_view()),
    path("messages/<int:pk>/pin/", views.PinView.as_view()),
    path("messages/<int:pk>/hidden/", views.HiddenView.as_view()),
]
