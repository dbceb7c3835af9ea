from django.urls import path

from community.kindred import views

urlpatterns = [
    path("communities/<slug:slug>/kindred/", views.KindredView.as_view()),
    path("communities/<slug:slug>/kindred/apart/", views.ApartView.as_view()),
    path("communities/<slug:slug>/kindred/dismissed/<str:place>/", views.DismissedView.as_view()),
]
