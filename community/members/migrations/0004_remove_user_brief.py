from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0003_user_last_seen_on"),
        ("notifications", "0004_digests"),
    ]

    operations = [
        migrations.RemoveField(model_name="user", name="brief_on"),
        migrations.RemoveField(model_name="user", name="brief_hour"),
    ]
