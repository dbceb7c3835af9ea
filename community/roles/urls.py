from django.urls import path

from community.roles import views

urlpatterns = [
    path("communities/<slug:slug>/roles/", views.RolesView.as_view()),
    path("members/<int:pk>/title/", views.TitleView.as_view()),
]
