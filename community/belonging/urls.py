from django.urls import path

from community.belonging import tribe_views, views

HERE = "communities/<slug:slug>/"
urlpatterns = [
    path(f"{HERE}people/vocabulary/", views.VocabularyView.as_view()),
    path(f"{HERE}people/", views.PeopleView.as_view()),
    path(f"{HERE}people/table/", views.PeopleTableView.as_view()),
    path(f"{HERE}people/silent/", views.SilentView.as_view()),
    path(f"{HERE}departures/", views.DeparturesView.as_view()),
    path(f"{HERE}departures/<int:pk>/", views.DepartureView.as_view()),
    path(f"{HERE}segments/", views.SegmentsView.as_view()),
    path(f"{HERE}segments/<int:pk>/", views.SegmentView.as_view()),
    path(f"{HERE}fields/", views.FieldsView.as_view()),
    path(f"{HERE}fields/<int:pk>/", views.FieldView.as_view()),
    path(f"{HERE}fields/<int:pk>/answer/", views.MyAnswerView.as_view()),
    path("members/<int:pk>/answers/", views.AnswersView.as_view()),
    path(f"{HERE}announcements/", views.AnnouncementsView.as_view()),
    path("communities/<slug:slug>/announcements/preview/", views.AnnouncementPreviewView.as_view()),
    path(f"{HERE}announcements/muted/", views.EarplugView.as_view()),
    path(f"{HERE}tribes/", tribe_views.TribesView.as_view()),
    path(f"{HERE}tribes/oversight/", tribe_views.OversightView.as_view()),
    path("tribe-offers/<int:pk>/", tribe_views.OfferView.as_view()),
]
