from django.urls import path

from community.members import views

urlpatterns = [
    path("me/", views.MeView.as_view()),
    path("account/", views.AccountView.as_view()),
    path("setup/", views.SetUpView.as_view()),
    path("communities/", views.CommunitiesView.as_view()),
    path("communities/<slug:slug>/", views.CommunityView.as_view()),
    path("communities/<slug:slug>/join/", views.JoinView.as_view()),
    path("communities/<slug:slug>/leave/", views.LeaveView.as_view()),
    path("communities/<slug:slug>/members/", views.MembersView.as_view()),
    path("communities/<slug:slug>/visibility/", views.VisibilityView.as_view()),
    path("communities/<slug:slug>/invitations/", views.InvitationsView.as_view()),
    path("members/<int:pk>/", views.MemberView.as_view()),
    path("invitations/<slug:code>/", views.InvitationView.as_view()),
    path("invitations/<slug:code>/qr.svg", views.InvitationPictureView.as_view()),
]
