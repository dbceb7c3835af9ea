from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "community.trust"
    label = "trust"
    verbose_name = "Trust"

    def ready(self) -> None:
        from community import access
        from community.trust import doors, openings, swept

        access.earned_by(openings.earned)
        doors.register()
        swept.register()
