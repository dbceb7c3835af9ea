from django.apps import AppConfig


class BackstageConfig(AppConfig):
    name = "community.backstage"
    label = "backstage"
    verbose_name = "Backstage"

    def ready(self) -> None:
        from django.contrib import admin

        admin.site.index_template = "backstage/index.html"
