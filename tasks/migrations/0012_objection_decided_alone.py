from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0011_outcomes_of_old_decisions'),
    ]

    operations = [
        migrations.AddField(
            model_name='objection',
            name='decided_alone',
            field=models.BooleanField(default=False, verbose_name='未经单位同意'),
        ),
    ]
