from django.db import migrations, models

import community.members.models


class Migration(migrations.Migration):
    """Whoever has an account now counts as having been here today: nobody is called silent for want of a record."""

    dependencies = [
        ("members", "0002_folded_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="last_seen_on",
            field=models.DateField(
                default=community.members.models.utc_day, help_text="Their last visit, as a day of UTC."
            ),
        ),
    ]
