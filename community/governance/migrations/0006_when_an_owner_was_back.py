from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0005_surveys'),
    ]

    operations = [
        migrations.AddField(
            model_name='regency',
            name='back_at',
            field=models.DateTimeField(help_text='When an owner was back; whoever stood in may have left before.', null=True),
        ),
    ]
