"""The rows of a community's audit are a chain: each is sealed together with the one before it, when it is committed."""

import django.db.models.deletion
from django.db import migrations, models

CHAIN = """
-- All that an entry says, in one way of writing it.
CREATE FUNCTION moderation_audit_words(entry moderation_auditentry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        entry.id, entry.community_id, entry.actor_id, entry.staff_id, entry.act, entry.object, entry.member_id,
        entry.reason, entry.data, (extract(epoch FROM entry.at) * 1000000)::bigint
    )::text
$$;

CREATE FUNCTION moderation_audit_seal(entry moderation_auditentry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last moderation_auditseal;
BEGIN
    -- Held from here until the commit is done: the next one sees this seal.
    PERFORM pg_advisory_xact_lock(hashtextextended('moderation_audit', entry.community_id));
    SELECT * INTO last FROM moderation_auditseal WHERE community_id = entry.community_id ORDER BY place DESC LIMIT 1;
    INSERT INTO moderation_auditseal (entry_id, community_id, place, before, seal) VALUES (
        entry.id, entry.community_id, coalesce(last.place, 0) + 1, coalesce(last.seal, ''),
        encode(sha256(convert_to(coalesce(last.seal, '') || moderation_audit_words(entry), 'UTF8')), 'hex')
    );
END
$$;

CREATE FUNCTION moderation_audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM moderation_audit_seal(NEW);
    RETURN NULL;
END
$$;

-- At the very end of a transaction, so that nothing is waited for while the chain is held.
CREATE CONSTRAINT TRIGGER moderation_audit_seal AFTER INSERT ON moderation_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION moderation_audit_seal();

CREATE TRIGGER moderation_audit_is_append_only BEFORE UPDATE OR DELETE ON moderation_auditseal
    FOR EACH ROW EXECUTE FUNCTION moderation_audit_is_append_only();
"""

# What was written before there were seals, in the order in which it was written.
FIRST_SEALS = """
DO $$
DECLARE
    entry moderation_auditentry;
BEGIN
    FOR entry IN SELECT * FROM moderation_auditentry ORDER BY id LOOP
        PERFORM moderation_audit_seal(entry);
    END LOOP;
END
$$;
"""

UNCHAIN = """
DROP TRIGGER moderation_audit_is_append_only ON moderation_auditseal;
DROP TRIGGER moderation_audit_seal ON moderation_auditentry;
DROP FUNCTION moderation_audit_seal();
DROP FUNCTION moderation_audit_seal(moderation_auditentry);
DROP FUNCTION moderation_audit_words(moderation_auditentry);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0003_word_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='seal', serialize=False, to='moderation.auditentry')),
                ('place', models.BigIntegerField()),
                ('before', models.CharField(blank=True, max_length=64)),
                ('seal', models.CharField(max_length=64)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.community')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'place'), name='one_seal_a_place')],
            },
        ),
        migrations.RunSQL(CHAIN, UNCHAIN),
        migrations.RunSQL(FIRST_SEALS, migrations.RunSQL.noop),
    ]
