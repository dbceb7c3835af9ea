from django.urls import path

from chat.catchup import views

urlpatterns = [
    path("rooms/<int:pk>/catch-up/", views.CatchUpView.as_view()),
    path("conversations/<int:pk>/done/", views.DoneView.as_view()),
    path("conversations/<int:pk>/follow/", views.FollowView.as_view()),
]
