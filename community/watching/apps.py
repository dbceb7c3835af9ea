from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "community.watching"
    label = "watching"

    def ready(self) -> None:
        from community.watching import checks, jobs  # noqa: F401  (looks at variables; hears what workers do)
