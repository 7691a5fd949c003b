"""Deadlines that move, the ladder of reminders and its ledger."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def late_from_the_deadline(apps, schema_editor):
    """Until now every task was overdue from its deadline on."""
    apps.get_model("tasks", "Task").objects.update(late_at=models.F("due_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0016_rules_of_suspicion'),
        ('units', '0009_channels_routines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('offset', models.SmallIntegerField(validators=[django.core.validators.MinValueValidator(-30), django.core.validators.MaxValueValidator(60)], verbose_name='相对截止日（工作日）')),
                ('hour', models.TimeField(verbose_name='发送时间')),
                ('colour', models.CharField(blank=True, choices=[('', '无'), ('blue', '蓝色'), ('orange', '橙色'), ('red', '红色')], max_length=10, verbose_name='颜色')),
                ('recipients', models.JSONField(default=list, verbose_name='发给')),
                ('channels', models.JSONField(default=list, verbose_name='渠道')),
                ('subject', models.CharField(max_length=120, verbose_name='标题')),
                ('body', models.TextField(verbose_name='正文')),
                ('issues_slip', models.BooleanField(default=False, verbose_name='同时发单')),
                ('is_on', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '提醒节点',
                'verbose_name_plural': '提醒阶梯',
                'ordering': ['offset', 'hour', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='campaign',
            name='day_off_policy',
            field=models.CharField(choices=[('legal', '原日不变，提醒按节前最后工作日'), ('before', '提前至前一工作日'), ('after', '顺延至下一工作日')], default='legal', max_length=10, verbose_name='截止日逢休息日'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='grace_workdays',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='宽限（工作日）'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='reminders_on',
            field=models.BooleanField(default=True, verbose_name='自动提醒'),
        ),
        migrations.AddField(
            model_name='task',
            name='late_at',
            field=models.DateTimeField(null=True, verbose_name='逾期起算'),
        ),
        migrations.RunPython(late_from_the_deadline, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='task',
            name='late_at',
            field=models.DateTimeField(verbose_name='逾期起算'),
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.DateTimeField(verbose_name='原截止时间')),
                ('until', models.DateTimeField(verbose_name='新截止时间')),
                ('reason', models.TextField(verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作人')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='tasks.task', verbose_name='填报任务')),
            ],
            options={
                'verbose_name': '延期',
                'verbose_name_plural': '延期',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_has_reason'), models.CheckConstraint(condition=models.Q(('was', models.F('until')), _negated=True), name='extension_moves')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='对应截止日')),
                ('channel', models.CharField(max_length=10, verbose_name='渠道')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('skipped', models.CharField(blank=True, max_length=120, verbose_name='未发原因')),
                ('messages', models.ManyToManyField(related_name='+', to='units.message', verbose_name='消息')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='tasks.task', verbose_name='填报任务')),
                ('rung', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='tasks.rung', verbose_name='提醒节点')),
            ],
            options={
                'verbose_name': '提醒记录',
                'verbose_name_plural': '提醒记录',
                'constraints': [models.UniqueConstraint(fields=('task', 'rung', 'due_on', 'channel'), name='reminder_once')],
            },
        ),
    ]
