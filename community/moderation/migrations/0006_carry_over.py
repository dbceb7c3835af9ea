"""What was flagged and who is silenced become cases and sanctions; so do the lines that told of silences."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def carry(apps, _editor):
    flags_to_cases(apps)
    silences_to_sanctions(apps)
    notices(apps)


def flags_to_cases(apps):
    case, report = apps.get_model("moderation", "Case"), apps.get_model("moderation", "Report")
    for flag in apps.get_model("moderation", "Flag").objects.order_by("pk").iterator():
        told = {
            "community_id": flag.community_id, "member_id": flag.member_id, "path": flag.path, "words": "",
            "opened_at": flag.at, "due_at": flag.at + timedelta(hours=48),
        }
        found, _ = case.objects.get_or_create(object=flag.object, settled_at=None, defaults=told)
        report.objects.create(case=found, why="words", note=flag.found, at=flag.at)


def silences_to_sanctions(apps):
    sanction = apps.get_model("moderation", "Sanction")
    running = apps.get_model("members", "Silence").objects.filter(until__gt=timezone.now())
    for silence in running.select_related("member", "by"):
        sanction.objects.create(
            community_id=silence.member.community_id, member_id=silence.member_id, grade="silence",
            reason=silence.reason, by_id=silence.by.user_id if silence.by else None, at=silence.created_at,
            until=silence.until,
        )


def notices(apps):
    for notice in apps.get_model("notifications", "Notice").objects.filter(kind="silenced"):
        notice.kind, notice.data = "sanctioned", {"grade": "silence", "rule": "", "place": ""} | notice.data
        notice.save(update_fields=["kind", "data"])


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_cases"), ("notifications", "0006_direct_lines")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
