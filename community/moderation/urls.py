from django.urls import path

from community.moderation.views import SilenceView

urlpatterns = [path("members/<int:pk>/silence/", SilenceView.as_view())]
