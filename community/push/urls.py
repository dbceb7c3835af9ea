from django.urls import path

from community.push import views

urlpatterns = [
    path("me/push/", views.PushView.as_view()),
    path("me/push/devices/", views.DevicesView.as_view()),
    path("communities/<slug:slug>/push/<str:place>/", views.PlaceView.as_view()),
]
