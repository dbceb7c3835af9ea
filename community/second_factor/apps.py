from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    name = "community.second_factor"
    label = "second_factor"
    verbose_name = "Second factor"

    def ready(self) -> None:
        from community.backstage import site
        from community.second_factor import checks, door  # noqa: F401

        site.ask_first(door.question)
