import community.members.models
from django.db import migrations, models

from community.text import folded

AT_ONCE = 1000


def fold(apps, schema_editor):
    members = apps.get_model("members", "Member").objects
    rows = []
    for member in members.only("pk", "name").order_by("pk").iterator(AT_ONCE):
        member.folded_name = folded(member.name)
        rows.append(member)
        if len(rows) == AT_ONCE:
            members.bulk_update(rows, ["folded_name"])
            rows = []
    members.bulk_update(rows, ["folded_name"])


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="invitation",
            name="room_id",
        ),
        migrations.AddField(
            model_name="member",
            name="folded_name",
            field=community.members.models.FoldedName(default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["community", "folded_name"], name="members_mem_communi_1f84ec_idx"),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop, elidable=True),
    ]
