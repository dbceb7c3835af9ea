from django.urls import path

from chat.retention import views

urlpatterns = [
    path("rooms/<int:pk>/keeping/", views.KeepingView.as_view()),
    path("communities/<slug:slug>/keeping/", views.NewRoomsView.as_view()),
]
