from django.urls import path

from community.embedding import views

urlpatterns = [
    path("communities/<slug:slug>/embed/", views.SettingsView.as_view()),
    path("communities/<slug:slug>/embed/session/", views.SessionView.as_view()),
    path("communities/<slug:slug>/embed/state/", views.StateView.as_view()),
    path("embed/code/", views.HandOverView.as_view()),
    path("embed/session/", views.HandedOverView.as_view()),
]
