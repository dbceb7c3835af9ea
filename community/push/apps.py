from django.apps import AppConfig


class PushConfig(AppConfig):
    name = "community.push"
    label = "push"
    verbose_name = "Notifications on devices"

    def ready(self) -> None:
        from community.notifications import notices
        from community.push import hearing

        notices.when_told(hearing.hear)
