from django.apps import AppConfig


class LetterboxConfig(AppConfig):
    name = "community.letterbox"
    label = "letterbox"
    verbose_name = "Letterboxes"
