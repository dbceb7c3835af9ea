from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "community.governance"
    label = "governance"
    verbose_name = "Self-government"

    def ready(self) -> None:
        from community.governance import first_polls, lending, phases, surveys
        from community.governance.kinds import charter, elections, opinions, ownership, phase, roles, rules, sanctions
        from community.governance.models import Charter, Proposal
        from community.joining import opening
        from community.members import communities, guards
        from community.moderation import audit_details
        from community.rules import record

        for kind in (charter, elections, opinions, ownership, phase, roles, rules, sanctions):
            kind.register()
        for field, choices in (("phase", Charter.Phase), ("before", Charter.Phase), ("state", Proposal.State)):
            audit_details.say(field, choices)
        record.make_public("edit charter", "charter", "edit_charter", record.ORDER)
        record.make_public("move phase", "charter", "move_phase", record.ORDER, tells=("phase",))
        guards.when_acting(phases.require_free)
        communities.when_leaving(lending.forget)
        communities.when_joining(surveys.invite)
        opening.when_opening(first_polls.open_with)
