from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "community.privacy"
    label = "privacy"
    verbose_name = "Privacy"

    def ready(self) -> None:
        from community.privacy import forgetting, holdings, naming, offices, standing, words

        holdings.register()
        standing.register()
        words.register()
        forgetting.register()
        forgetting.when_forgetting(standing.forget)
        forgetting.when_forgetting(offices.forget)
        forgetting.when_forgetting(naming.forget)
