from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "community.joining"
    label = "joining"
    verbose_name = "Joining"

    def ready(self) -> None:
        from community import access
        from community.joining import arrivals, doors, entrances, hello, steps, suggestions, waiting
        from community.members import communities
        from community.rules import record

        communities.written_by("door", doors.choose)
        record.make_public("choose door", "community", "choose_door", record.ORDER, tells=("door",))
        record.make_public("edit entrance", "community", "edit_entrance", record.ORDER)
        communities.when_joining(waiting.step_out)
        communities.when_joining(arrivals.begin)
        communities.when_leaving(waiting.give_on)
        steps.register("interests", lambda member: bool(entrances.of(member.community).interests))
        steps.register("places", lambda member: bool(suggestions.for_newcomer(member, [])))
        steps.register("hello", lambda member: access.can(member, "room.post") and hello.room_for(member) is not None)
