from django.urls import path

from community.jury import views

urlpatterns = [
    path("communities/<slug:slug>/trials/", views.TrialsView.as_view()),
    path("communities/<slug:slug>/jury-duty/", views.DutiesView.as_view()),
    path("communities/<slug:slug>/hearings/", views.HearingsView.as_view()),
    path("trials/<int:pk>/", views.TrialView.as_view()),
    path("trials/<int:pk>/draw/", views.DrawView.as_view()),
    path("trials/<int:pk>/answer/", views.AnswerView.as_view()),
    path("trials/<int:pk>/call/", views.CallView.as_view()),
    path("trials/<int:pk>/verdict/", views.VerdictView.as_view()),
]
