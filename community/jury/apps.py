from django.apps import AppConfig


class JuryConfig(AppConfig):
    name = "community.jury"
    label = "jury"
    verbose_name = "Juries"

    def ready(self) -> None:
        from community.jury import keeping, trials
        from community.jury.models import Trial
        from community.moderation import appeals, audit_details, reserved
        from community.rules import record

        reserved.keep(keeping.KEEPER)
        appeals.when_appealed(trials.hear_if_serious)
        audit_details.say("state", Trial.State)
        record.make_public("close jury", "trial", "close_jury", record.ORDER)
