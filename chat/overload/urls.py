from django.urls import path

from chat.overload import views

urlpatterns = [
    path("rooms/<int:pk>/load/", views.LoadView.as_view()),
    path("rooms/<int:pk>/load/history/", views.HistoryView.as_view()),
    path("rooms/<int:pk>/load/circle/", views.CircleView.as_view()),
    path("rooms/<int:pk>/load/split/", views.SplitView.as_view()),
]
