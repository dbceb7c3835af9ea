from django.apps import AppConfig


class BelongingConfig(AppConfig):
    name = "community.belonging"
    label = "belonging"
    verbose_name = "Belonging"

    def ready(self) -> None:
        from community.belonging import doors, kindred, profiles

        doors.register()
        kindred.register()
        profiles.register()
