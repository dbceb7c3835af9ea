from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "community.points"
    label = "points"
    verbose_name = "Points"
