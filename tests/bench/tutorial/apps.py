from django.apps import AppConfig


class TutorialConfig(AppConfig):
    name = "tests.bench.tutorial"
    label = "tutorial"
