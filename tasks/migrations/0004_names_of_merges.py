"""A merge remembers which names moved with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_rows_left_since")]

    operations = [
        migrations.AddField("systemmerge", "names", models.JSONField(default=list)),
    ]
