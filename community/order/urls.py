from django.urls import path

from community.order import views

urlpatterns = [
    path("communities/<slug:slug>/sanctions/in-force/", views.InForceView.as_view()),
    path("members/<int:pk>/sanctions/", views.MemberSanctionsView.as_view()),
    path("sanctions/<int:pk>/", views.SanctionView.as_view()),
]
