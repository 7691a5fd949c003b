from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0014_approved_rows_are_locked")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["phone"], name="entry_by_phone"),
        ),
    ]
