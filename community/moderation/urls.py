from django.urls import path

from community.moderation import views

urlpatterns = [
    path("reports/", views.ReportsView.as_view()),
    path("communities/<slug:slug>/sanctions/", views.MySanctionsView.as_view()),
    path("communities/<slug:slug>/holds/", views.MyHoldsView.as_view()),
    path("holds/<int:pk>/", views.MyHoldView.as_view()),
    path("sanctions/<int:pk>/appeal/", views.AppealView.as_view()),
]
