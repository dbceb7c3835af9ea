from django.urls import path

from community.privacy import views

urlpatterns = [
    path("me/data/", views.MyDataView.as_view()),
    path("me/exports/", views.ExportsView.as_view()),
    path("me/exports/<int:pk>/file/", views.ExportFileView.as_view()),
    path("me/erasure/", views.ErasureView.as_view()),
]
