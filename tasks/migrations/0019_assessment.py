"""The scheme of assessment, sheets, scores, deductions, appeals; what units say of their money."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0018_chasing_slips_and_calls'),
        ('units', '0009_channels_routines'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='申诉理由')),
                ('state', models.CharField(choices=[('pending', '待答复'), ('accepted', '成立'), ('partly', '部分成立'), ('rejected', '不成立')], default='pending', max_length=10, verbose_name='状态')),
                ('appealed_at', models.DateTimeField(verbose_name='申诉时间')),
                ('given_back', models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name='返还分')),
                ('decision', models.TextField(blank=True, verbose_name='答复')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
            ],
            options={
                'verbose_name': '申诉',
                'verbose_name_plural': '申诉',
            },
        ),
        migrations.CreateModel(
            name='AppealFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='evidence/%Y/%m/', verbose_name='文件')),
                ('file_name', models.CharField(max_length=160, verbose_name='文件名')),
                ('size', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('checksum', models.CharField(max_length=64, verbose_name='校验值')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '申诉材料',
                'verbose_name_plural': '申诉材料',
            },
        ),
        migrations.CreateModel(
            name='AssessmentSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='考核期')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('state', models.CharField(choices=[('draft', '草拟'), ('published', '已公布（可申诉）'), ('final', '已定稿')], default='draft', max_length=10, verbose_name='状态')),
                ('cut_off', models.DateTimeField(blank=True, null=True, verbose_name='数据截止时间')),
                ('computed_at', models.DateTimeField(blank=True, null=True, verbose_name='计分时间')),
                ('frozen', models.JSONField(default=dict, verbose_name='计分依据')),
                ('checksum', models.CharField(blank=True, max_length=64, verbose_name='校验值')),
                ('created_at', models.DateTimeField(verbose_name='新建时间')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公布时间')),
                ('appeals_until', models.DateTimeField(blank=True, null=True, verbose_name='申诉截止时间')),
                ('finalised_at', models.DateTimeField(blank=True, null=True, verbose_name='定稿时间')),
            ],
            options={
                'verbose_name': '考核得分表',
                'verbose_name_plural': '考核得分表',
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.SlugField(max_length=30, verbose_name='计分方法')),
                ('name', models.CharField(max_length=40, verbose_name='考核项目')),
                ('points', models.PositiveSmallIntegerField(verbose_name='分值')),
                ('parameters', models.JSONField(default=dict, verbose_name='参数')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('is_on', models.BooleanField(default=True, verbose_name='启用')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='更新时间')),
            ],
            options={
                'verbose_name': '考核项目',
                'verbose_name_plural': '考核办法',
                'ordering': ['sort_order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Deduction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=40, verbose_name='考核项目')),
                ('points', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='扣分')),
                ('sentence', models.CharField(max_length=400, verbose_name='扣分原因')),
                ('evidence', models.JSONField(default=list, verbose_name='依据')),
            ],
            options={
                'verbose_name': '扣分',
                'verbose_name_plural': '扣分',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Funding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('secured', '已落实'), ('applied', '申请中'), ('missing', '未落实'), ('not_needed', '不需要')], max_length=12, verbose_name='经费保障')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='经费说明')),
                ('changed_at', models.DateTimeField(verbose_name='更新时间')),
            ],
            options={
                'verbose_name': '经费保障',
                'verbose_name_plural': '经费保障',
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=40, verbose_name='考核项目')),
                ('points', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='给分')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '人工评分',
                'verbose_name_plural': '人工评分',
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.DecimalField(decimal_places=2, max_digits=6, verbose_name='得分')),
                ('out_of', models.PositiveSmallIntegerField(verbose_name='参评分值')),
                ('lines', models.JSONField(default=list, verbose_name='各项得分')),
            ],
            options={
                'verbose_name': '单位得分',
                'verbose_name_plural': '单位得分',
            },
        ),
        migrations.AddField(
            model_name='appeal',
            name='appealed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申诉人'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人'),
        ),
        migrations.AddField(
            model_name='appealfile',
            name='appeal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='tasks.appeal'),
        ),
        migrations.AddField(
            model_name='appealfile',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
        ),
        migrations.AddField(
            model_name='assessmentsheet',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='tasks.campaign', verbose_name='专项'),
        ),
        migrations.AddField(
            model_name='assessmentsheet',
            name='computed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='计分人'),
        ),
        migrations.AddField(
            model_name='assessmentsheet',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='新建人'),
        ),
        migrations.AddField(
            model_name='assessmentsheet',
            name='finalised_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='定稿人'),
        ),
        migrations.AddField(
            model_name='assessmentsheet',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公布人'),
        ),
        migrations.AddField(
            model_name='criterion',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='tasks.campaign', verbose_name='专项'),
        ),
        migrations.AddField(
            model_name='criterion',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='更新人'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='deduction',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='tasks.deduction', verbose_name='扣分'),
        ),
        migrations.AddField(
            model_name='funding',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='更新人'),
        ),
        migrations.AddField(
            model_name='funding',
            name='task',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='funding', to='tasks.task', verbose_name='填报任务'),
        ),
        migrations.AddField(
            model_name='mark',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='评分人'),
        ),
        migrations.AddField(
            model_name='mark',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='tasks.assessmentsheet', verbose_name='考核得分表'),
        ),
        migrations.AddField(
            model_name='mark',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='score',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='tasks.assessmentsheet', verbose_name='考核得分表'),
        ),
        migrations.AddField(
            model_name='score',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='units.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='deduction',
            name='score',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deductions', to='tasks.score', verbose_name='单位得分'),
        ),
        migrations.AddConstraint(
            model_name='appealfile',
            constraint=models.UniqueConstraint(fields=('appeal', 'checksum'), name='appeal_file_once'),
        ),
        migrations.AddConstraint(
            model_name='assessmentsheet',
            constraint=models.UniqueConstraint(fields=('campaign', 'name'), name='sheet_once_by_name'),
        ),
        migrations.AddConstraint(
            model_name='assessmentsheet',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='sheet_period_in_order'),
        ),
        migrations.AddConstraint(
            model_name='assessmentsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('computed_at__isnull', True), ('computed_by__isnull', True)), models.Q(('computed_at__isnull', False), ('computed_by__isnull', False)), _connector='OR'), name='sheet_computed_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='assessmentsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='sheet_published_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='assessmentsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finalised_at__isnull', True), ('finalised_by__isnull', True)), models.Q(('finalised_at__isnull', False), ('finalised_by__isnull', False)), _connector='OR'), name='sheet_finalised_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='assessmentsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), models.Q(('checksum', ''), _negated=True), ('appeals_until__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='sheet_published_is_computed'),
        ),
        migrations.AddConstraint(
            model_name='assessmentsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'final'), _negated=True), ('finalised_at__isnull', False), _connector='OR'), name='sheet_final_says_when'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('campaign', 'name'), name='criterion_once_by_name'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 1), ('points__lte', 100)), name='criterion_points_in_range'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('changed_at__isnull', True), ('changed_by__isnull', True)), models.Q(('changed_at__isnull', False), ('changed_by__isnull', False)), _connector='OR'), name='criterion_changed_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='appeal_decided_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='appeal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('given_back', 0), ('state', 'pending')), models.Q(('decided_at__isnull', False), ('given_back', 0), ('state', 'rejected')), models.Q(('decided_at__isnull', False), ('given_back__gt', 0), ('state__in', ['accepted', 'partly'])), _connector='OR'), name='appeal_gives_back_when_accepted'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'pending'), models.Q(('decision', ''), _negated=True), _connector='OR'), name='appeal_decision_is_explained'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('changed_at__isnull', True), ('changed_by__isnull', True)), models.Q(('changed_at__isnull', False), ('changed_by__isnull', False)), _connector='OR'), name='funding_changed_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(fields=('sheet', 'unit', 'criterion'), name='mark_once_per_criterion'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 0), models.Q(('reason', ''), _negated=True)), name='mark_says_why'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('sheet', 'unit'), name='score_once_per_unit'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 0), ('points__lte', models.F('out_of'))), name='score_within_its_points'),
        ),
        migrations.AddConstraint(
            model_name='deduction',
            constraint=models.CheckConstraint(condition=models.Q(('points__gt', 0), models.Q(('sentence', ''), _negated=True)), name='deduction_takes_and_says_why'),
        ),
    ]
