from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "community.realtime"
    label = "realtime"

    def ready(self) -> None:
        from community.realtime import standard  # noqa: F401  (registers follow, unfollow, beat and the member's topic)
