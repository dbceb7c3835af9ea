"""Points. The database itself refuses to change where they went."""

import community.clock
import django.db.models.deletion
from django.db import migrations, models

# Of a row, only why it was may be taken away: with the words of who is forgotten.
GUARD = """
CREATE FUNCTION points_transfer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Points that were moved stay moved: % refused.', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER points_transfer_stands
    BEFORE DELETE OR UPDATE OF id, community_id, giver_id, taker_id, amount, key, by_id, at ON points_transfer
    FOR EACH ROW EXECUTE FUNCTION points_transfer_stands();
"""

UNGUARD = """
DROP TRIGGER points_transfer_stands ON points_transfer;
DROP FUNCTION points_transfer_stands();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0013_who_sees_what_of_members'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('source', 'Where points come from'), ('purse', "The community's purse"), ('member', "A member's")], max_length=6)),
                ('balance', models.BigIntegerField(default=0)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.community')),
                ('member', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='points', to='members.member')),
            ],
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField()),
                ('key', models.CharField(help_text='What it follows from, such as proposal:5; it is carried out once.', max_length=60)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=community.clock.now)),
                ('by', models.ForeignKey(help_text='Who gave alone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.member')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.community')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='points.account')),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='points.account')),
            ],
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'source'), ('balance__gte', 0), _connector='OR'), name='only_the_source_owes'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'member'), ('member', None), _connector='XOR'), name='a_member_s_account_has_one'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'member'), _negated=True), fields=('community', 'kind'), name='one_source_and_one_purse'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['giver', '-id'], name='points_tran_giver_i_8da471_idx'),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(fields=['taker', '-id'], name='points_tran_taker_i_62aab0_idx'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='something_is_moved'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('taker')), _negated=True), name='moved_to_another_account'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.UniqueConstraint(fields=('giver', 'taker', 'key'), name='moved_once_a_key'),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
