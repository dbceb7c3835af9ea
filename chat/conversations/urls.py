from django.urls import path

from chat.conversations import views

urlpatterns = [
    path("rooms/<int:pk>/conversations/", views.ConversationsView.as_view()),
    path("rooms/<int:pk>/links/", views.LinksView.as_view()),
    path("rooms/<int:pk>/suggestions/", views.SuggestionsView.as_view()),
    path("conversations/<int:pk>/", views.ConversationView.as_view()),
    path("conversations/<int:pk>/messages/", views.ConversationMessagesView.as_view()),
    path("conversations/<int:pk>/carry-on/", views.CarryOnView.as_view()),
    path("suggestions/<int:pk>/", views.SuggestionView.as_view()),
]
