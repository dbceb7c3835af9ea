from django.urls import path

from community.trust import views

urlpatterns = [
    path("communities/<slug:slug>/standing/", views.StandingView.as_view()),
    path("communities/<slug:slug>/raid/", views.RaidView.as_view()),
]
