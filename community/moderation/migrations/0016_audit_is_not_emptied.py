"""The audit is not emptied at once either: the database refuses that for its rows and for their seals."""

from django.db import migrations

GUARD = """
CREATE TRIGGER moderation_audit_is_not_emptied BEFORE TRUNCATE ON moderation_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION moderation_audit_is_append_only();
CREATE TRIGGER moderation_seals_are_not_emptied BEFORE TRUNCATE ON moderation_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION moderation_audit_is_append_only();
"""

UNGUARD = """
DROP TRIGGER moderation_audit_is_not_emptied ON moderation_auditentry;
DROP TRIGGER moderation_seals_are_not_emptied ON moderation_auditseal;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0015_words_of_the_audit'),
    ]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
    ]
