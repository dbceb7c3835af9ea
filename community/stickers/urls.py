from django.urls import path

from community.stickers import views

urlpatterns = [
    path("communities/<slug:slug>/stickers/", views.StickersView.as_view()),
    path("stickers/<int:pk>/", views.StickerView.as_view()),
]
