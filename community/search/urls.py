from django.urls import path

from community.search import views

urlpatterns = [path("communities/<slug:slug>/search/", views.SearchView.as_view())]
