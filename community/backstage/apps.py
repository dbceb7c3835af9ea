from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class BackstageConfig(AppConfig):
    name = "community.backstage"
    label = "backstage"
    verbose_name = "Backstage"
    default = True

    def ready(self) -> None:
        from django.contrib import admin

        admin.site.index_template = "backstage/index.html"


class ConsoleConfig(admin_apps.AdminConfig):
    """Django's admin, with a door of our own."""

    default = False
    default_site = "community.backstage.site.Console"
