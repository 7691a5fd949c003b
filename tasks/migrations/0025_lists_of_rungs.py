"""A rung has one text for each unit and one about all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0024_calendar_feeds")]

    operations = [
        migrations.AlterField(
            model_name="rung",
            name="body",
            field=models.TextField(blank=True, verbose_name="正文（发给单位）"),
        ),
        migrations.AddField(
            model_name="rung",
            name="list_body",
            field=models.TextField(
                blank=True, default="", verbose_name="名单正文（发给市局和群）"
            ),
            preserve_default=False,
        ),
    ]
