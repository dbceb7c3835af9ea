from django.urls import path

from board import views

urlpatterns = [
    path("communities/<slug:slug>/categories/", views.CategoriesView.as_view()),
    path("communities/<slug:slug>/threads/", views.ThreadsView.as_view()),
    path("communities/<slug:slug>/tags/", views.TagsView.as_view()),
    path("categories/<int:pk>/", views.CategoryView.as_view()),
    path("threads/<int:pk>/", views.ThreadView.as_view()),
    path("threads/<int:pk>/restore/", views.RestoreThreadView.as_view()),
    path("threads/<int:pk>/lock/", views.LockView.as_view()),
    path("threads/<int:pk>/pin/", views.PinThreadView.as_view()),
    path("threads/<int:pk>/level/", views.ThreadLevelView.as_view()),
    path("threads/<int:pk>/read/", views.ReadThreadView.as_view()),
    path("threads/<int:pk>/posts/", views.PostsView.as_view()),
    path("threads/<int:pk>/changes/", views.ThreadChangesView.as_view()),
    path("posts/<int:pk>/", views.PostView.as_view()),
    path("posts/<int:pk>/reactions/<str:emoji>/", views.PostReactionView.as_view()),
    path("posts/<int:pk>/hidden/", views.HiddenPostView.as_view()),
    path("rooms/<int:pk>/promotions/", views.PromotionsView.as_view()),
    path("promotions/<int:pk>/", views.PromotionView.as_view()),
    path("promotions/<int:pk>/consent/", views.ConsentView.as_view()),
    path("promotions/<int:pk>/undo/", views.UndoView.as_view()),
    path("promotions/<int:pk>/absorb/", views.AbsorbView.as_view()),
]
