from django.urls import path

from community.drafts import views

urlpatterns = [
    path("communities/<slug:slug>/drafts/", views.DraftsView.as_view()),
    path("communities/<slug:slug>/drafts/<str:place>/", views.DraftView.as_view()),
]
