"""Overdue reports and circulars."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0020_published_scores_stay'),
        ('units', '0009_channels_routines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OverdueReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.PositiveSmallIntegerField(verbose_name='当日第几次')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='快照编号')),
                ('cut_off_at', models.DateTimeField(verbose_name='数据截止时间')),
                ('compiled_at', models.DateTimeField(verbose_name='汇总时间')),
                ('schema', models.PositiveSmallIntegerField(verbose_name='格式版本')),
                ('figures', models.JSONField(verbose_name='数据')),
                ('checksum', models.CharField(max_length=64, verbose_name='校验值')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='汇总人')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='tasks.campaign', verbose_name='专项')),
            ],
            options={
                'verbose_name': '逾期情况汇总',
                'verbose_name_plural': '逾期情况汇总',
            },
        ),
        migrations.CreateModel(
            name='Circular',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('checked', '已核'), ('issued', '已印发'), ('recalled', '已撤回')], default='draft', max_length=10, verbose_name='状态')),
                ('title', models.TextField(verbose_name='标题')),
                ('addressees', models.TextField(verbose_name='主送')),
                ('situation', models.TextField(verbose_name='一、总体情况')),
                ('problems', models.TextField(verbose_name='二、存在问题')),
                ('demands', models.TextField(verbose_name='三、下步要求')),
                ('signature', models.TextField(verbose_name='落款')),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='期号（文号）')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('drafted_at', models.DateTimeField(verbose_name='起草时间')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='修改时间')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='核稿时间')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='印发时间')),
                ('recalled_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('recall_reason', models.TextField(blank=True, verbose_name='撤回原因')),
                ('file', models.FileField(blank=True, upload_to='circulars/%Y/', verbose_name='文件')),
                ('file_name', models.CharField(blank=True, max_length=160, verbose_name='文件名')),
                ('checksum', models.CharField(blank=True, max_length=64, verbose_name='文件校验值')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars', to='tasks.campaign', verbose_name='专项')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='核稿人')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='起草人')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='印发人')),
                ('recalled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars', to='tasks.overduereport', verbose_name='快照编号')),
            ],
            options={
                'verbose_name': '通报',
                'verbose_name_plural': '通报',
            },
        ),
        migrations.CreateModel(
            name='CircularReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='阅知人')),
                ('circular', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='tasks.circular', verbose_name='通报')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位')),
            ],
            options={
                'verbose_name': '阅知',
                'verbose_name_plural': '阅知记录',
                'constraints': [models.UniqueConstraint(fields=('circular', 'unit'), name='circular_read_once')],
            },
        ),
        migrations.AddIndex(
            model_name='overduereport',
            index=models.Index(fields=['-cut_off_at', '-id'], name='report_newest'),
        ),
        migrations.AddConstraint(
            model_name='overduereport',
            constraint=models.UniqueConstraint(fields=('campaign', 'cut_off_at'), name='report_once_per_cut_off'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'recalled'), _negated=True), fields=('report',), name='circular_once_per_report'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('campaign', 'number'), name='circular_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('edited_at__isnull', True), ('edited_by__isnull', True)), models.Q(('edited_at__isnull', False), ('edited_by__isnull', False)), _connector='OR'), name='circular_edited_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by__isnull', True)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='circular_checked_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('issued_by__isnull', True)), models.Q(('issued_at__isnull', False), ('issued_by__isnull', False)), _connector='OR'), name='circular_issued_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recalled_at__isnull', True), ('recalled_by__isnull', True)), models.Q(('recalled_at__isnull', False), ('recalled_by__isnull', False)), _connector='OR'), name='circular_recalled_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft']), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='circular_checked_before_it_goes_out'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('issued', 'recalled')), _negated=True), models.Q(('dated_on__isnull', False), ('issued_at__isnull', False), models.Q(('number', ''), _negated=True), models.Q(('file', ''), _negated=True), models.Q(('checksum', ''), _negated=True)), _connector='OR'), name='circular_out_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recalled_at__isnull', False), ('state', 'recalled'), models.Q(('recall_reason', ''), _negated=True)), models.Q(models.Q(('state', 'recalled'), _negated=True), ('recalled_at__isnull', True)), _connector='OR'), name='circular_recall_has_reason'),
        ),
    ]
