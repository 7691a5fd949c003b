from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0012_returns_have_a_class'),
    ]

    operations = [
        migrations.AddField(
            model_name='objection',
            name='decided_alone',
            field=models.BooleanField(default=False, verbose_name='未经单位同意'),
        ),
    ]
