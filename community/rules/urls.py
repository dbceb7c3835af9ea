from django.urls import path

from community.rules import views

urlpatterns = [
    path("communities/<slug:slug>/rules/", views.RulesView.as_view()),
    path("communities/<slug:slug>/rules/accept/", views.AcceptRulesView.as_view()),
    path("communities/<slug:slug>/rules/versions/", views.VersionsView.as_view()),
    path("communities/<slug:slug>/rules/versions/<int:number>/", views.VersionView.as_view()),
    path("communities/<slug:slug>/record/", views.RecordView.as_view()),
    path("communities/<slug:slug>/record/seal/", views.SealView.as_view()),
    path("communities/<slug:slug>/publicity/", views.PublicityView.as_view()),
]
