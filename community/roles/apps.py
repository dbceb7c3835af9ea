from django.apps import AppConfig


class RolesConfig(AppConfig):
    name = "community.roles"
    label = "roles"
    verbose_name = "Roles"

    def ready(self) -> None:
        from community import access
        from community.roles import adjusting, recording
        from community.rules import record

        access.adjusted_by(adjusting.of)
        record.make_public("adjust role", "community", "adjust_role", record.ORDER, tells=("capability", "least"))
        record.make_public("give title", "member", "give_title", record.PEOPLE, is_named=True)
        recording.register()
