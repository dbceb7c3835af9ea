"""Words of the audit stand beside it: they can go, and cannot be changed. What was written before stays as it is."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE FUNCTION moderation_audit_words_only_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Words of the audit can only go: % refused.', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER moderation_audit_words_only_go BEFORE UPDATE ON moderation_auditwords
    FOR EACH ROW EXECUTE FUNCTION moderation_audit_words_only_go();
"""

UNGUARD = """
DROP TRIGGER moderation_audit_words_only_go ON moderation_auditwords;
DROP FUNCTION moderation_audit_words_only_go();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0001_initial"),
        ("moderation", "0014_cleared_profiles"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="reason",
            field=models.CharField(
                blank=True, help_text="Of entries that were written before words were kept apart.", max_length=300
            ),
        ),
        migrations.CreateModel(
            name="AuditWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=20)),
                (
                    "salt",
                    models.CharField(help_text="Goes with the words, so that they cannot be guessed.", max_length=32),
                ),
                ("text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="words",
                        to="moderation.auditentry",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "words of the audit",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "field"), name="words_once_a_field"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
