from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "community.watching"
    label = "watching"

    def ready(self) -> None:
        from community.watching import jobs  # noqa: F401  (hears what workers do)
