from django.urls import path

from community.files import views

urlpatterns = [
    path("communities/<slug:slug>/uploads/", views.UploadsView.as_view()),
    path("communities/<slug:slug>/uploads/<int:upload>/", views.UploadView.as_view()),
    path("files/<int:pk>/", views.FileView.as_view()),
    path("files/<int:pk>/thumb/<int:width>/", views.SmallerView.as_view()),
]
