from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0015_vouches'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='shows_reading',
            field=models.BooleanField(db_default=False, default=False, help_text='Whether others in small rooms see how far they have read; then they see it of those.'),
        ),
    ]
