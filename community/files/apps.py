from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "community.files"
    label = "files"
    verbose_name = "Files"
