from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "community.jobs"
    label = "jobs"
    verbose_name = "Background work"

    def ready(self) -> None:
        from community import celery  # noqa: F401  (tasks find the application that they belong to)
