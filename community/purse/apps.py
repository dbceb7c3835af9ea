from django.apps import AppConfig


class PurseConfig(AppConfig):
    name = "community.purse"
    label = "purse"
    verbose_name = "The community's purse"

    def ready(self) -> None:
        from community.purse import proposing
        from community.rules import record

        proposing.register()
        record.make_public("spend points", "transfer", "spend_points", record.ORDER, is_named=True)
