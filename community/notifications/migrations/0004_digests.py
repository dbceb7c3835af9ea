import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q, Value

import community.notifications.models


def keep_choices(apps, schema_editor):
    """The brief that somebody chose stays as it was; whoever wanted none gets no weekly letter either."""
    wishes = apps.get_model("notifications", "Wishes")._meta.db_table
    users = apps.get_model("members", "User")._meta.db_table
    schema_editor.execute(
        f"INSERT INTO {wishes} (user_id, daily, weekly, hour) SELECT id, brief_on, brief_on, brief_hour FROM {users}"
    )


def give_back(apps, schema_editor):
    wishes = apps.get_model("notifications", "Wishes")._meta.db_table
    users = apps.get_model("members", "User")._meta.db_table
    schema_editor.execute(
        f"UPDATE {users} u SET brief_on = w.daily, brief_hour = w.hour FROM {wishes} w WHERE w.user_id = u.id"
    )


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0003_user_last_seen_on"),
        ("notifications", "0003_notice_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wishes",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="wishes",
                        serialize=False, to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("daily", models.BooleanField(db_default=True, default=True, help_text="The daily brief.")),
                ("weekly", models.BooleanField(db_default=True, default=True, help_text="The weekly essence.")),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        db_default=8, default=8, help_text="In the account's own time zone."
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        db_default=Value([1, 2, 3, 4, 5, 6, 7]),
                        default=community.notifications.models.every_day,
                        help_text="Of the daily brief; Monday is 1.",
                        size=None,
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(db_default=7, default=7, help_text="Of the weekly essence."),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("all", "Everything of mine"), ("mine", "Mentions and what I follow")],
                        db_default="all", default="all", max_length=4,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "E-mail"), ("notice", "A line in the inbox"), ("both", "Both")],
                        db_default="mail", default="mail", max_length=6,
                    ),
                ),
            ],
            options={"verbose_name_plural": "wishes"},
        ),
        migrations.RunPython(keep_choices, give_back, elidable=True),
        migrations.RenameModel(old_name="Brief", new_name="Digest"),
        migrations.RemoveConstraint(model_name="digest", name="one_brief_a_day"),
        migrations.AddField(
            model_name="digest",
            name="kind",
            field=models.CharField(
                choices=[("daily", "Daily brief"), ("weekly", "Weekly essence"), ("recall", "Recall")],
                default="daily", max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="digest",
            name="told",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), default=list,
                help_text="What it told: no other tells it again.", size=None,
            ),
        ),
        migrations.AddField(
            model_name="digest", name="queued_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="digest",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, help_text="How often it could not be handed over."),
        ),
        migrations.AlterField(
            model_name="digest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="digests", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="digest",
            name="day",
            field=models.DateField(help_text="The account's own day; of a recall, that of its last visit."),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("user", "kind", "day"), name="one_digest_a_kind_and_day"),
        ),
        migrations.AddIndex(
            model_name="digest",
            index=models.Index(condition=Q(("begun_at", None)), fields=["id"], name="digests_waiting"),
        ),
    ]
