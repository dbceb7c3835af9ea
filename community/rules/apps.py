from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "community.rules"
    label = "rules"
    verbose_name = "Rules"

    def ready(self) -> None:
        from community.members import communities
        from community.rules import accepting, changing

        communities.written_by("rules", changing.change_as_member)
        communities.when_joining(accepting.ask)
