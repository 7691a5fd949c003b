import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0009_visits_of_threads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='objection',
            name='deferred_condition',
            field=models.CharField(blank=True, max_length=200, verbose_name='暂缓条件'),
        ),
        migrations.AddField(
            model_name='objection',
            name='deferred_until',
            field=models.DateField(blank=True, null=True, verbose_name='暂缓至'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'deferred'), _negated=True), ('deferred_until__isnull', False), models.Q(('deferred_condition', ''), _negated=True), _connector='OR'), name='objection_deferred_until_something'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('objection', 'checksum'), name='evidence_once'),
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('call', '电话'), ('meeting', '会商'), ('letter', '来函来文')], max_length=8, verbose_name='方式')),
                ('held_on', models.DateField(verbose_name='日期')),
                ('text', models.TextField(verbose_name='沟通内容')),
                ('at', models.DateTimeField(verbose_name='记录时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('objection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='tasks.objection')),
            ],
            options={
                'verbose_name': '沟通记录',
                'verbose_name_plural': '沟通记录',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='talk_has_text')],
            },
        ),
    ]
