from django.apps import AppConfig


class OverloadConfig(AppConfig):
    name = "chat.overload"
    label = "overload"
    verbose_name = "Overload"

    def ready(self) -> None:
        from chat.overload import charts, doors
        from community.backstage import charts as front

        doors.register()
        front.register(charts.drawn)
