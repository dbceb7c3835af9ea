from django.urls import path

from community.notifications import views

urlpatterns = [
    path("communities/<slug:slug>/notices/", views.NoticesView.as_view()),
    path("communities/<slug:slug>/notices/read/", views.ReadNoticesView.as_view()),
    path("communities/<slug:slug>/digests/preview/", views.DigestPreviewView.as_view()),
    path("me/digests/", views.WishesView.as_view()),
    path("briefs/stop/<str:token>/", views.StopLettersView.as_view()),
]
