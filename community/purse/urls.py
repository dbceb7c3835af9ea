from django.urls import path

from community.purse import views

urlpatterns = [
    path("communities/<slug:slug>/purse/", views.PurseView.as_view()),
    path("communities/<slug:slug>/purse/entries/", views.PurseEntriesView.as_view()),
    path("communities/<slug:slug>/purse/gifts/", views.GiftsView.as_view()),
    path("communities/<slug:slug>/points/entries/", views.MyEntriesView.as_view()),
]
