"""The audit can be written and read. The database itself refuses to change or delete a row of it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION moderation_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit is append-only: % refused.', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER moderation_audit_is_append_only BEFORE UPDATE OR DELETE ON moderation_auditentry
    FOR EACH ROW EXECUTE FUNCTION moderation_audit_is_append_only();
"""

UNGUARD = """
DROP TRIGGER moderation_audit_is_append_only ON moderation_auditentry;
DROP FUNCTION moderation_audit_is_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='auditentry',
            options={
                'permissions': [('moderate', 'Can act as a moderator in the admin')],
                'verbose_name_plural': 'audit',
            },
        ),
        # One row at a time, so that TRUNCATE still empties the database of a test.
        migrations.RunSQL(GUARD, UNGUARD),
    ]
