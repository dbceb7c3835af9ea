from django.apps import AppConfig


class KindredConfig(AppConfig):
    name = "community.kindred"
    label = "kindred"
    verbose_name = "Kindred places"

    def ready(self) -> None:
        from community.kindred import interests

        interests.register()
