from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_carry_over")]
    operations = [migrations.DeleteModel(name="Flag")]
