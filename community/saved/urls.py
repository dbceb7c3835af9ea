from django.urls import path

from community.saved import views

urlpatterns = [
    path("communities/<slug:slug>/saved/", views.SavedView.as_view()),
    path("communities/<slug:slug>/saved/keys/", views.SavedKeysView.as_view()),
    path("communities/<slug:slug>/saved/<str:kind>/<int:pk>/", views.SavedThingView.as_view()),
    path("communities/<slug:slug>/saved/<str:kind>/<int:pk>/reminder/", views.ReminderView.as_view()),
]
