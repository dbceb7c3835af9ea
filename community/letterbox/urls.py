from django.urls import path

from community.letterbox import views

urlpatterns = [path("letters/stop/<str:token>/", views.StopView.as_view())]
