from django.urls import path

from community.joining import inside_views as inside
from community.joining import views

urlpatterns = [
    path("communities/<slug:slug>/entrance/", views.EntranceView.as_view()),
    path("communities/<slug:slug>/entrance/settings/", views.EntranceSettingsView.as_view()),
    path("communities/<slug:slug>/applications/", views.ApplicationsView.as_view()),
    path("communities/<slug:slug>/applications/decided/", views.DecidedView.as_view()),
    path("communities/<slug:slug>/applications/mine/", views.MyApplicationView.as_view()),
    path("communities/<slug:slug>/waiting/", views.WaitingView.as_view()),
    path("communities/<slug:slug>/enter/", views.EnterView.as_view()),
    path("communities/<slug:slug>/codes/", inside.CodesView.as_view()),
    path("communities/<slug:slug>/codes/<int:pk>/", inside.CodeView.as_view()),
    path("communities/<slug:slug>/codes.csv", inside.CodeSheetView.as_view()),
    path("communities/<slug:slug>/card/", inside.CardView.as_view()),
    path("communities/<slug:slug>/referrals/", inside.ReferralsView.as_view()),
    path("communities/<slug:slug>/welcome/", inside.WelcomeView.as_view()),
    path("communities/<slug:slug>/welcome/interests/", inside.InterestsView.as_view()),
    path("communities/<slug:slug>/welcome/hello/", inside.HelloView.as_view()),
    path("communities/<slug:slug>/welcome/steps/<slug:step>/", inside.StepView.as_view()),
    path("communities/<slug:slug>/opening/", inside.OpeningView.as_view()),
    path("applications/<int:pk>/decision/", views.DecisionView.as_view()),
]
