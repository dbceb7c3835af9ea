from django.urls import path

from community.governance import first_poll_views, lending_views, views

urlpatterns = [
    path("communities/<slug:slug>/governance/", views.GovernanceView.as_view()),
    path("communities/<slug:slug>/governance/move-on/", views.MoveOnView.as_view()),
    path("communities/<slug:slug>/lending/", lending_views.LendingView.as_view()),
    path("communities/<slug:slug>/lending/<slug:kind>/", lending_views.LoanView.as_view()),
    path("communities/<slug:slug>/opening/poll/", first_poll_views.FirstPollView.as_view()),
    path("communities/<slug:slug>/proposals/", views.ProposalsView.as_view()),
    path("proposals/<int:pk>/", views.ProposalView.as_view()),
    path("proposals/<int:pk>/amendments/", views.AmendmentsView.as_view()),
    path("proposals/<int:pk>/amendments/<int:amendment>/take-over/", views.TakeOverView.as_view()),
    path("proposals/<int:pk>/open/", views.OpenVoteView.as_view()),
    path("proposals/<int:pk>/candidacy/", views.CandidacyView.as_view()),
    path("proposals/<int:pk>/ballot/", views.BallotView.as_view()),
    path("proposals/<int:pk>/ballots/", views.BallotsView.as_view()),
]
